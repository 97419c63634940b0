package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.ProcessorThreads;
import dev.langevin.gateway.admission.ListFilters;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Page;
import dev.langevin.runtime.generations.Selection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Jobs as clients see them: the folded snapshot with the latest progress laid over it. */
public final class Generations {
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final GenerationLog log;
  private final ProgressFeed progress;
  private final Clock clock;
  private final ProcessorThreads searches;

  /**
   * Views of this log.
   *
   * @param searches look for words in it
   */
  public Generations(
      GenerationLog log, ProgressFeed progress, ProcessorThreads searches, Clock clock) {
    this.log = log;
    this.progress = progress;
    this.searches = searches;
    this.clock = clock;
  }

  /** One job as it stands. */
  public Generation get(String tenant, String id) {
    return view(existing(tenant, id, log.get(id)));
  }

  /** The same, as this gateway has read it by now; empty if it is unknown or deleted. */
  public Optional<Generation> find(String id) {
    return log.peek(id).filter(snapshot -> !Fold.deleted(snapshot)).map(this::view);
  }

  /** A page of a tenant's jobs, newest first. */
  public ListGenerationsResponse list(String tenant, ListGenerationsRequest request) {
    RequestRules.check(request);
    log.awaitEnd(PATIENCE);
    int size = RequestRules.pageSize(request.getPageSize());
    Cursor after = RequestRules.cursor(request.getPageToken()).orElse(null);
    Selection selection = ListFilters.selection(tenant, request);
    Page page = page(size, after, selection);
    ListGenerationsResponse.Builder response = ListGenerationsResponse.newBuilder();
    page.snapshots().forEach(snapshot -> response.addGenerations(view(snapshot)));
    if (page.next() != null) {
      response.setNextPageToken(RequestRules.token(page.next()));
    }
    return response.build();
  }

  private Page page(int size, Cursor after, Selection selection) {
    try {
      return selection.reads()
          ? searches.run(() -> log.list(size, after, selection))
          : log.list(size, after, selection);
    } catch (CancellationException e) {
      throw GatewayException.stopping();
    }
  }

  /** Cancels a job; one that is cancelled already stays as it is. */
  public Generation cancel(String tenant, String id) {
    Snapshot folded =
        existing(
            tenant,
            id,
            log.move(
                id,
                current ->
                    Fold.ended(current.getGeneration().getState()) || !owns(tenant, current)
                        ? null
                        : Snapshots.cancelled(current, clock.instant())));
    State state = folded.getGeneration().getState();
    if (state != State.STATE_CANCELLED) {
      throw GatewayException.ended(id, Snapshots.name(state));
    }
    return view(folded);
  }

  /** The job that a snapshot describes. */
  public Generation view(Snapshot snapshot) {
    Generation.Builder generation = snapshot.getGeneration().toBuilder();
    generation
        .setAttempt(snapshot.getAttempt())
        .setFailedAttempts(snapshot.getFailedAttempts())
        .setQueuePlace(log.queuePlace(snapshot))
        .setVersion((int) snapshot.getVersion());
    if (generation.getState() == State.STATE_RUNNING) {
      progress
          .latest(generation.getId(), snapshot.getAttempt())
          .ifPresent(event -> generation.setProgress(event.getProgress()));
    }
    return generation.build();
  }

  /** Whether a generation is a tenant's. */
  static boolean owns(String tenant, Snapshot snapshot) {
    return Tenants.of(snapshot).equals(tenant);
  }

  /**
   * What was found of a generation; NOT_FOUND if it is unknown, nothing but a stub, or another
   * tenant's, which is not told from one that nobody has.
   */
  static Snapshot existing(String tenant, String id, Optional<Snapshot> found) {
    Snapshot snapshot =
        found
            .filter(each -> owns(tenant, each))
            .orElseThrow(() -> GatewayException.unknownGeneration(RequestRules.shown(id)));
    if (Fold.deleted(snapshot)) {
      throw GatewayException.deletedGeneration(id);
    }
    return snapshot;
  }
}
