package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Page;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Jobs as clients see them: the folded snapshot with the latest progress laid over it. */
public final class Generations {
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final GenerationLog log;
  private final ProgressFeed progress;
  private final Clock clock;

  /** Views of this log. */
  public Generations(GenerationLog log, ProgressFeed progress, Clock clock) {
    this.log = log;
    this.progress = progress;
    this.clock = clock;
  }

  /** One job as it stands. */
  public Generation get(String id) {
    return view(
        log.get(id).orElseThrow(() -> GatewayException.unknownGeneration(RequestRules.shown(id))));
  }

  /** A page of jobs, newest first. */
  public ListGenerationsResponse list(ListGenerationsRequest request) {
    RequestRules.check(request);
    Set<State> states = EnumSet.noneOf(State.class);
    states.addAll(request.getStatesList());
    log.awaitEnd(PATIENCE);
    Page page =
        log.list(
            RequestRules.pageSize(request),
            RequestRules.cursor(request.getPageToken()).orElse(null),
            states);
    ListGenerationsResponse.Builder response = ListGenerationsResponse.newBuilder();
    page.snapshots().forEach(snapshot -> response.addGenerations(view(snapshot)));
    if (page.next() != null) {
      response.setNextPageToken(RequestRules.token(page.next()));
    }
    return response.build();
  }

  /** Cancels a job; one that is cancelled already stays as it is. */
  public Generation cancel(String id) {
    Snapshot folded =
        log.move(
                id,
                current ->
                    Fold.ended(current.getGeneration().getState())
                        ? null
                        : Snapshots.cancelled(current, clock.instant()))
            .orElseThrow(() -> GatewayException.unknownGeneration(RequestRules.shown(id)));
    State state = folded.getGeneration().getState();
    if (state != State.STATE_CANCELLED) {
      throw GatewayException.ended(id, Snapshots.name(state));
    }
    return view(folded);
  }

  /** The job that a snapshot describes. */
  Generation view(Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    if (generation.getState() != State.STATE_RUNNING) {
      return generation;
    }
    return progress
        .latest(generation.getId(), snapshot.getAttempt())
        .map(event -> generation.toBuilder().setProgress(event.getProgress()).build())
        .orElse(generation);
  }
}
