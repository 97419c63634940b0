package dev.langevin.denoiser.batch;

import java.time.Duration;

/**
 * The order of service: by class, then by fewest remaining rows, with ageing so that nobody
 * starves. Smaller scores go first.
 *
 * <p>Shortest remaining work first minimises the mean time in the system (Schrage 1968). A wait
 * counts as rows already done, as many as could have run meanwhile, so rows with n rows to go are
 * overtaken for at most the time of n rows by jobs that come later. Rows of class BATCH count as
 * INTERACTIVE once they have waited for {@code patience}.
 *
 * @param patience how long class BATCH can be held up by INTERACTIVE work
 */
public record Order(Duration patience) {
  /** More than any number of rows left less any wait. */
  private static final double CLASS_APART = 1e12;

  /** What the batcher uses. */
  public static final Order DEFAULT = new Order(Duration.ofSeconds(30));

  /**
   * The score of a claim.
   *
   * @param rowNanos time that a row takes at present
   */
  public double score(Claim claim, double rowNanos) {
    boolean held = claim.patient() && claim.waitedNanos() < patience.toNanos();
    double rows = claim.rowsLeft() - claim.waitedNanos() / Math.max(1, rowNanos);
    return held ? rows + CLASS_APART : rows;
  }
}
