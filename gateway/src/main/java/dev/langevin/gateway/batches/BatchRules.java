package dev.langevin.gateway.batches;

/** The limits of a batch. */
public final class BatchRules {
  /** The most lines of a file. */
  public static final int LINES = 100_000;

  /** The most bytes of a line. */
  public static final int LINE_BYTES = 512 << 10;

  /** The most bytes of a file. */
  public static final long FILE_BYTES = 256L << 20;

  /** The most characters of a custom_id: it becomes a label's value. */
  public static final int CUSTOM_ID = 255;

  /** The most different messages about bad lines. */
  static final int MESSAGES = 1_000;

  /** The most characters of such a message. */
  static final int MESSAGE = 500;

  /** Files that come in at a gateway at a time, at most: each keeps what its lines are called. */
  public static final int UPLOADS = 16;

  /** Batches that have not ended, at most. */
  static final int UNFINISHED = 1_000;

  private BatchRules() {}
}
