package dev.langevin.denoiser.batch.order;

/**
 * What the queue remembers of one job from evaluation to evaluation. Used by one queue alone.
 *
 * <p>A job tells with each evaluation how many rows will follow. The sum of what it had and what it
 * asks for can only fall once: when it is more than was promised before, the job is believed to
 * need as many rows again as it had. So one that always says that it is nearly done goes before an
 * honest one of n rows for no more than about n rows.
 */
public final class Job {
  private static final double LATEST = 1.0 / 4;

  /** One that was away for longer had something else to do. */
  private static final long MOST_AWAY = 4;

  private final String tenant;
  private long number = -1;
  private long asked;
  private long promised = Long.MAX_VALUE;
  private long waitedNanos;
  private long takenNanos = Long.MIN_VALUE;
  private long lastRun = -1;
  private double cadence = 1;

  /** A job of that tenant that has asked for nothing yet. */
  public Job(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  /** Its place among the jobs, which the first call decides. */
  long numbered(long next) {
    if (number < 0) {
      number = next;
    }
    return number;
  }

  /**
   * It asks for rows.
   *
   * @return how many it needs, these included, as far as it can be believed
   */
  long ask(int rows, long rowsAfter) {
    long announced = rows + rowsAfter;
    long total = asked + announced;
    long believed = total > promised ? Math.max(announced, asked) : announced;
    promised = Math.min(promised, total);
    asked += rows;
    return believed;
  }

  /** How long it has waited in all if what came then still waits; times that overlap count once. */
  long waited(long sinceNanos, long now) {
    return waitedNanos + Math.max(0, now - Math.max(sinceNanos, takenNanos));
  }

  /**
   * It asks again.
   *
   * @param next the next run's number
   * @return every how many runs it comes back, lately; 1 before that is known
   */
  double back(long next) {
    if (lastRun >= 0) {
      cadence += LATEST * (Math.min(next - lastRun, MOST_AWAY) - cadence);
    }
    return cadence;
  }

  /** Some of what came then is in that run. */
  void taken(long sinceNanos, long run, long now) {
    waitedNanos = waited(sinceNanos, now);
    takenNanos = now;
    lastRun = run;
  }
}
