package dev.langevin.orchestrator.loop;

/**
 * What evaluations took; sums of {@link Prediction}s.
 *
 * @param networkNanos the network's own time, in nanoseconds
 * @param rows rows that were evaluated
 * @param rowsTimesBatch each row counted as often as there were rows in its batch
 */
public record Effort(long networkNanos, long rows, double rowsTimesBatch) {
  /** None at all. */
  public static final Effort NONE = new Effort(0, 0, 0);

  /** That of one evaluation. */
  public static Effort of(Prediction prediction) {
    int rows = prediction.outputs().length;
    return new Effort(prediction.networkNanos(), rows, prediction.batchRows() * rows);
  }

  /** Both. */
  public Effort plus(Effort other) {
    return new Effort(
        networkNanos + other.networkNanos,
        rows + other.rows,
        rowsTimesBatch + other.rowsTimesBatch);
  }

  /** This without what was before. */
  public Effort since(Effort before) {
    return new Effort(
        networkNanos - before.networkNanos,
        rows - before.rows,
        rowsTimesBatch - before.rowsTimesBatch);
  }

  /** The same evaluations, their time shared among so many. */
  public Effort among(int sharers) {
    return new Effort(networkNanos / sharers, rows, rowsTimesBatch);
  }

  /** The mean number of rows in the batches that held these; 0 if there were none. */
  public double meanBatchRows() {
    return rows == 0 ? 0 : rowsTimesBatch / rows;
  }
}
