package dev.langevin.orchestrator.job;

import java.util.OptionalLong;

/**
 * How long an attempt still takes, from how it went so far. The first evaluation counts for
 * nothing: it waits for a stream, and maybe for a model to be loaded. Times are those of {@link
 * System#nanoTime}. Not thread-safe.
 */
final class Outlook {
  private final int evaluations;
  private int first = -1;
  private long firstWhen;
  private int done;
  private long when;

  /**
   * Nothing is known yet.
   *
   * @param evaluations of the whole job
   */
  Outlook(int evaluations) {
    this.evaluations = evaluations;
  }

  /** Now so many are done; the first of this attempt among them. */
  void reached(int nowDone, long now) {
    if (first < 0) {
      first = nowDone;
      firstWhen = now;
    }
    done = nowDone;
    when = now;
  }

  /**
   * Nanoseconds until the end, 0 or more; empty as long as there is no pace to tell.
   *
   * @param decoding nanoseconds that come after the last evaluation, by all that is known
   */
  OptionalLong left(long now, long decoding) {
    if (first < 0 || done == first) {
      return OptionalLong.empty();
    }
    long each = (when - firstWhen) / (done - first);
    long passed = now - when;
    return OptionalLong.of(
        done < evaluations
            ? each * (evaluations - done) - Math.min(each, passed) + decoding
            : Math.max(0, decoding - passed));
  }
}
