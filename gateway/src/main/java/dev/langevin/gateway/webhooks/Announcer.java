package dev.langevin.gateway.webhooks;

import dev.langevin.runtime.generations.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes deliveries of what happens. What it hears is in a bounded queue; where that was full, or
 * nobody listened, it looks at everything.
 */
final class Announcer {
  private static final int HEARD = 10_000;

  private final Subjects subjects;
  private final DeliveryLog deliveries;
  private final Clock clock;
  private final BlockingQueue<Notice> heard = new LinkedBlockingQueue<>(HEARD);
  private final AtomicBoolean missed = new AtomicBoolean(true);

  Announcer(Subjects subjects, DeliveryLog deliveries, Clock clock) {
    this.subjects = subjects;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** Takes note of what happened; never blocks. */
  void hear(Notice notice) {
    if (!heard.offer(notice)) {
      missed.set(true);
    }
  }

  /** What was heard was not for this gateway; the next look is at everything. */
  void forget() {
    heard.clear();
    missed.set(true);
  }

  /** Writes down what is to be delivered and not written down yet. */
  void announce() {
    if (missed.getAndSet(false)) {
      try {
        subjects.each(this::announce);
      } catch (RuntimeException e) {
        missed.set(true);
        throw e;
      }
    }
    for (Notice next = heard.peek(); next != null; next = heard.peek()) {
      announce(next);
      heard.remove(next);
    }
  }

  /** What is older may have been delivered, and forgotten since. */
  private void announce(Notice notice) {
    Instant oldest = clock.instant().minus(Topics.WEBHOOKS_KEPT.dividedBy(2));
    if (notice.happened().isAfter(oldest) && deliveries.view().get(notice.id()).isEmpty()) {
      deliveries.put(Deliveries.first(notice, clock.instant()));
    }
  }
}
