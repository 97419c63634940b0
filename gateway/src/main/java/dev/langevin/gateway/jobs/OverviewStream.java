package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.v1.Ready;
import dev.langevin.v1.WatchGenerationsResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one watcher of all generations is told, at a pace that a page can keep up with. While it
 * does not read, nothing is kept for it but the closely followed ones' {@link Mailbox mailboxes}.
 */
final class OverviewStream {
  /** The most events between two pauses. */
  static final int ROUND = 30;

  /** How long a pause is. */
  static final Duration PAUSE = Duration.ofMillis(100);

  /** How long a watcher that has missed some goes without the others, at least. */
  static final Duration RECOVERY = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final GenerationLog log;
  private final Changes changes;
  private final Generations generations;
  private final Follows follows;
  private final Bell bell;
  private final Sink<WatchGenerationsResponse> sink;
  private long told;
  private boolean missed;
  private long readyNanos;
  private long placesNanos = System.nanoTime();

  OverviewStream(
      GenerationLog log,
      Changes changes,
      Generations generations,
      Follows follows,
      Bell bell,
      Sink<WatchGenerationsResponse> sink) {
    this.log = log;
    this.changes = changes;
    this.generations = generations;
    this.follows = follows;
    this.bell = bell;
    this.sink = sink;
  }

  /** Tells until it is interrupted. */
  void run() throws InterruptedException {
    begin();
    follows.begin(sink);
    while (true) {
      if (missed && System.nanoTime() - readyNanos >= RECOVERY.toNanos()) {
        begin();
      }
      int events = follows.tell(ROUND / 2, sink);
      if (System.nanoTime() - placesNanos >= Watching.PLACES.toNanos()) {
        events += follows.tellPlaces(sink);
        placesNanos = System.nanoTime();
      }
      events += missed ? 0 : tellOthers(Math.max(1, ROUND - events));
      if (events > 0 || missed || follows.heldBack()) {
        Thread.sleep(PAUSE);
      } else if (follows.inQueues()) {
        bell.await(Watching.PLACES.toMillis());
      } else {
        bell.await();
      }
    }
  }

  /** What changes after the place is told, what changed before it is in a list made now. */
  private void begin() throws InterruptedException {
    log.awaitEnd(PATIENCE);
    told = changes.last();
    missed = false;
    readyNanos = System.nanoTime();
    sink.send(WatchGenerationsResponse.newBuilder().setReady(Ready.getDefaultInstance()).build());
  }

  private int tellOthers(int most) throws InterruptedException {
    Optional<List<Changes.Change>> news = changes.after(told, most);
    missed = news.isEmpty();
    int events = 0;
    for (Changes.Change change : news.orElse(List.of())) {
      Optional<Snapshot> snapshot = log.peek(change.id()).filter(found -> reached(found, change));
      if (snapshot.isPresent() && !follows.holds(change.id())) {
        sink.send(
            WatchGenerationsResponse.newBuilder()
                .setGeneration(generations.view(snapshot.get()))
                .build());
        events++;
      }
      told = change.place();
    }
    return events;
  }

  /** Not so while the log is read from its beginning again: states must not go backwards. */
  private static boolean reached(Snapshot found, Changes.Change change) {
    return Long.compareUnsigned(found.getVersion(), change.version()) >= 0;
  }
}
