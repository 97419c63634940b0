package dev.langevin.gateway.quotas;

/**
 * What a tenant may have; 0 for as much as it likes.
 *
 * @param running generations that run, at most
 * @param queued generations that wait, at most
 * @param rowsPerMinute rows of the generations that are created in a minute, at most
 * @param batches batches that have not ended, at most
 */
public record Quota(int running, int queued, long rowsPerMinute, int batches) {
  /** As much as it likes. */
  public static final Quota NONE = new Quota(0, 0, 0, 0);

  /** Of ten, so many are a batch's: the rest is left for what people wait for. */
  private static final int BATCH_SHARE = 9;

  private static final int SHARES = 10;

  /** Generations that have not ended, at most; 0 for as many as it likes. */
  long unfinished() {
    return running == 0 ? 0 : (long) running + queued;
  }

  /** Whether another generation is never refused for it. */
  boolean free() {
    return running == 0 && queued == 0 && rowsPerMinute == 0;
  }

  /** Lines of a batch that may be enqueued and not have ended; 0 for as many as it likes. */
  public int linesAtOnce() {
    int most = running == 0 ? queued : running;
    return most == 0 ? 0 : (int) Math.max(1, (long) most * BATCH_SHARE / SHARES);
  }

  /** Rows that may have been created in a minute for another line to be; 0 for any number. */
  public long batchRowsPerMinute() {
    return rowsPerMinute == 0 ? 0 : Math.max(1, rowsPerMinute / SHARES * BATCH_SHARE);
  }
}
