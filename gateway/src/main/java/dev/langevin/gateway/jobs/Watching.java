package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Follows jobs. */
public final class Watching {
  /** How long after the last message the place in the queue is looked at again. */
  static final Duration PLACES = Duration.ofSeconds(1);

  private final GenerationLog log;
  private final ProgressFeed progress;
  private final Generations generations;
  private final AtomicInteger watchers = new AtomicInteger();

  /** Follows the jobs of this log. */
  public Watching(GenerationLog log, ProgressFeed progress, Generations generations) {
    this.log = log;
    this.progress = progress;
    this.generations = generations;
  }

  /**
   * Sends how a tenant's job stands, and its latest preview, and then every change and progress,
   * and while it waits its place in the queue, until it has ended. No state goes backwards.
   *
   * @return the job as it ended; its end has been sent
   */
  public Generation watch(String tenant, String id, Sink<Event> sink) throws InterruptedException {
    Mailbox mailbox = new Mailbox();
    watchers.incrementAndGet();
    progress.preview(id).ifPresent(mailbox::offer);
    Subscription snapshots = log.listen(id, mailbox::offer);
    Subscription news = progress.listen(id, mailbox::offer);
    try {
      mailbox.begin(Generations.existing(tenant, id, log.get(id)));
      return follow(tenant, id, mailbox, sink);
    } finally {
      snapshots.close();
      news.close();
      watchers.decrementAndGet();
    }
  }

  /**
   * Waits for a job's end.
   *
   * @param patience how long, at most
   * @return the job as it ended, or as it stands when the time is over
   */
  public Generation await(String tenant, String id, Duration patience) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    watchers.incrementAndGet();
    Subscription end =
        log.listen(
            id,
            snapshot -> {
              if (Fold.ended(snapshot.getGeneration().getState())) {
                ended.countDown();
              }
            });
    try {
      if (!Fold.ended(generations.get(tenant, id).getState())) {
        ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      return generations.get(tenant, id);
    } finally {
      end.close();
      watchers.decrementAndGet();
    }
  }

  /** How many follow a job now. */
  public int watchers() {
    return watchers.get();
  }

  private Generation follow(String tenant, String id, Mailbox mailbox, Sink<Event> sink)
      throws InterruptedException {
    Snapshot last = Snapshot.getDefaultInstance();
    Progress told = Progress.getDefaultInstance();
    int place = 0;
    while (true) {
      Mailbox.Letter letter = place > 0 ? mailbox.take(PLACES) : mailbox.take();
      if (letter != null && letter.snapshot() == null) {
        Progress next = notBehind(told, letter.progress().getProgress());
        sink.send(new Event.Advanced(next));
        told = withoutPictures(next);
        continue;
      }
      boolean changed = letter != null;
      last = changed ? Generations.existing(tenant, id, Optional.of(letter.snapshot())) : last;
      if (changed || worthTelling(place, log.queuePlace(last))) {
        Generation generation = generations.view(last);
        sink.send(new Event.Changed(generation));
        told = generation.getProgress();
        place = generation.getQueuePlace();
        if (Fold.ended(generation.getState())) {
          return generation;
        }
      }
    }
  }

  /**
   * Previews wait to be read one by one, while a generation is told with how far it is by then:
   * what comes after it has to be as far.
   */
  static Progress notBehind(Progress told, Progress next) {
    if (next.getEvaluation() >= told.getEvaluation() && next.getStep() >= told.getStep()) {
      return next;
    }
    Progress.Builder lifted = next.toBuilder();
    lifted
        .setEvaluation(told.getEvaluation())
        .setStep(told.getStep())
        .setBatchRows(told.getBatchRows())
        .clearTimeLeft();
    if (told.hasTimeLeft()) {
      lifted.setTimeLeft(told.getTimeLeft());
    }
    return lifted.build();
  }

  /** What is remembered of progress that was told. */
  static Progress withoutPictures(Progress told) {
    return told.toBuilder().clearPreview().clearNoisyPreview().build();
  }

  /** So a watcher far behind is told a few hundred times on its way, however fast that is. */
  static boolean worthTelling(int before, int now) {
    return before != now && Math.abs((long) before - now) * 100 >= before;
  }
}
