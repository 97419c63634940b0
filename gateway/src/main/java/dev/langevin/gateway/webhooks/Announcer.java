package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Page;
import dev.langevin.runtime.generations.Selection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes deliveries of what becomes of generations. What it hears is in a bounded queue; where that
 * was full, or nobody listened, it looks at all generations.
 */
final class Announcer {
  private static final int HEARD = 10_000;
  private static final int PAGE = 1_000;

  private final GenerationLog generations;
  private final DeliveryLog deliveries;
  private final Clock clock;
  private final BlockingQueue<Generation> heard = new LinkedBlockingQueue<>(HEARD);
  private final AtomicBoolean missed = new AtomicBoolean(true);

  Announcer(GenerationLog generations, DeliveryLog deliveries, Clock clock) {
    this.generations = generations;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** Takes note of a snapshot; never blocks. */
  void hear(Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    if (Deliveries.event(generation).isPresent() && !heard.offer(generation)) {
      missed.set(true);
    }
  }

  /** What was heard was not for this gateway; the next look is at all generations. */
  void forget() {
    heard.clear();
    missed.set(true);
  }

  /** Writes down what is to be delivered and not written down yet. */
  void announce() {
    if (missed.getAndSet(false)) {
      try {
        announceAll();
      } catch (RuntimeException e) {
        missed.set(true);
        throw e;
      }
    }
    for (Generation next = heard.peek(); next != null; next = heard.peek()) {
      announce(next);
      heard.remove(next);
    }
  }

  private void announceAll() {
    Instant oldest = clock.instant().minus(Topics.WEBHOOKS_KEPT.dividedBy(2));
    Cursor cursor = null;
    do {
      Page page = generations.list(PAGE, cursor, Selection.ALL);
      for (Snapshot snapshot : page.snapshots()) {
        if (happened(snapshot.getGeneration()).isAfter(oldest)) {
          announce(snapshot.getGeneration());
        }
      }
      cursor = page.next();
    } while (cursor != null);
  }

  private void announce(Generation generation) {
    Optional<Webhook.Event> event = Deliveries.event(generation);
    if (event.isPresent()) {
      String id = Deliveries.id(generation.getId(), event.get());
      if (deliveries.view().get(id).isEmpty()) {
        deliveries.put(Deliveries.first(generation, event.get(), clock.instant()));
      }
    }
  }

  /** When it came into its state. */
  static Instant happened(Generation generation) {
    if (Fold.ended(generation.getState())) {
      return Snapshots.instant(generation.getEndTime());
    }
    return Snapshots.instant(
        generation.hasStartTime() ? generation.getStartTime() : generation.getCreateTime());
  }
}
