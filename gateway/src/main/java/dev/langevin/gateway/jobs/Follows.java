package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationProgress;
import dev.langevin.v1.Progress;
import dev.langevin.v1.WatchGenerationsResponse;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The generations of its tenant that a watcher of all follows closely: every state, progress and
 * previews of each, in order. Belongs to the watcher's thread.
 */
final class Follows implements AutoCloseable {
  /** Bytes of previews that wait for one watcher, unless there are more of one each. */
  static final int PREVIEW_BYTES = 4 << 20;

  /** One that waits in its queue, and the place that was told. */
  private record Waiting(Snapshot snapshot, int place) {}

  private final String tenant;
  private final GenerationLog log;
  private final ProgressFeed progress;
  private final Generations generations;
  private final Clock clock;
  private final Map<String, Mailbox> mailboxes = new HashMap<>();
  private final Map<String, Waiting> waiting = new HashMap<>();
  private final Map<String, Progress> told = new HashMap<>();
  private final Deque<String> turns;
  private final List<Subscription> subscriptions = new ArrayList<>();

  /**
   * Begins to listen.
   *
   * @param tenant others' ids are to it as if there were no such generations
   * @param bell rung when there is something to tell
   */
  Follows(
      String tenant,
      List<String> ids,
      GenerationLog log,
      ProgressFeed progress,
      Generations generations,
      Clock clock,
      Bell bell) {
    this.tenant = tenant;
    this.log = log;
    this.progress = progress;
    this.generations = generations;
    this.clock = clock;
    turns = new ArrayDeque<>(ids);
    for (String id : ids) {
      Mailbox mailbox = new Mailbox(PREVIEW_BYTES / ids.size(), bell::ring);
      mailboxes.put(id, mailbox);
      subscriptions.add(
          log.listen(
              id,
              snapshot -> {
                if (Generations.owns(tenant, snapshot)) {
                  mailbox.offer(snapshot);
                }
              }));
      subscriptions.add(
          progress.listen(
              id,
              event -> {
                if (own(id).isPresent()) {
                  mailbox.offer(event);
                }
              }));
    }
  }

  /** Whether it is one of them. */
  boolean holds(String id) {
    return mailboxes.containsKey(id);
  }

  /** Begins with how they stand, and their latest previews. */
  void begin(Sink<WatchGenerationsResponse> sink) throws InterruptedException {
    for (Map.Entry<String, Mailbox> each : mailboxes.entrySet()) {
      Optional<Snapshot> snapshot = own(each.getKey());
      if (snapshot.isPresent()) {
        progress.preview(each.getKey()).ifPresent(each.getValue()::offer);
        each.getValue().begin(snapshot.get());
      } else {
        sink.send(
            WatchGenerationsResponse.newBuilder().setGeneration(unknown(each.getKey())).build());
      }
    }
  }

  private Optional<Snapshot> own(String id) {
    return log.peek(id).filter(snapshot -> Generations.owns(tenant, snapshot));
  }

  /** One that nobody knows of is one that was deleted, so that a page needs one rule for both. */
  private Generation unknown(String id) {
    return Generation.newBuilder()
        .setId(id)
        .setDeleteTime(Snapshots.timestamp(clock.instant()))
        .build();
  }

  /**
   * Tells of each in turn, until nothing waits.
   *
   * @return how many events there were, {@code most} at the most
   */
  int tell(int most, Sink<WatchGenerationsResponse> sink) throws InterruptedException {
    int events = 0;
    int silent = 0;
    while (events < most && silent < turns.size()) {
      String id = turns.removeFirst();
      turns.addLast(id);
      Optional<Mailbox.Letter> letter = mailboxes.get(id).poll();
      if (letter.isPresent()) {
        sink.send(event(id, letter.get()));
        events++;
        silent = 0;
      } else {
        silent++;
      }
    }
    return events;
  }

  /**
   * Tells the places in their queues of those that wait, where they have moved much.
   *
   * @return how many events there were
   */
  int tellPlaces(Sink<WatchGenerationsResponse> sink) throws InterruptedException {
    int events = 0;
    for (Map.Entry<String, Waiting> each : List.copyOf(waiting.entrySet())) {
      Waiting before = each.getValue();
      int now = log.queuePlace(before.snapshot());
      if (now > 0 && Watching.worthTelling(before.place(), now)) {
        sink.send(event(each.getKey(), new Mailbox.Letter(before.snapshot(), null)));
        events++;
      }
    }
    return events;
  }

  /** Whether some of them wait in a queue. */
  boolean inQueues() {
    return !waiting.isEmpty();
  }

  /** Whether something waits for what is to come before it, though not for long. */
  boolean heldBack() {
    return mailboxes.values().stream().anyMatch(Mailbox::heldBack);
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }

  private WatchGenerationsResponse event(String id, Mailbox.Letter letter) {
    WatchGenerationsResponse.Builder event = WatchGenerationsResponse.newBuilder();
    if (letter.snapshot() != null) {
      Generation generation = generations.view(letter.snapshot());
      if (generation.getQueuePlace() > 0) {
        waiting.put(id, new Waiting(letter.snapshot(), generation.getQueuePlace()));
      } else {
        waiting.remove(id);
      }
      told.put(id, generation.getProgress());
      return event.setGeneration(generation).build();
    }
    Progress next =
        Watching.notBehind(
            told.getOrDefault(id, Progress.getDefaultInstance()), letter.progress().getProgress());
    told.put(id, Watching.withoutPictures(next));
    return event.setProgress(GenerationProgress.newBuilder().setId(id).setProgress(next)).build();
  }
}
