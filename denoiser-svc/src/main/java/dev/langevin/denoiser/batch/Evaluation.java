package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.batch.order.Demand;
import dev.langevin.denoiser.network.Elements;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One evaluation of one job on its way through the batcher. Its listener hears exactly one thing,
 * or none if it is cancelled.
 */
public final class Evaluation {
  /** Where nothing can wait. */
  static final Runnable NOTHING = () -> {};

  /** Hears the end of an evaluation, on a thread that the next run may wait for. */
  public interface Listener {
    /**
     * All rows are predicted.
     *
     * @return what can wait until the other answers of the same run are delivered, too
     */
    Runnable predicted(Prediction prediction);

    /**
     * The evaluation failed. The batcher may be locked: nothing of it may be called on this thread.
     */
    void failed(DenoiserException failure);
  }

  /**
   * The outputs.
   *
   * @param type the type that was asked for
   * @param shape extents of one row's output
   * @param rows the rows' elements in order, little-endian
   * @param networkNanos the rows' share of the time of their runs
   * @param batchRows mean number of rows of those runs
   * @param times when
   */
  public record Prediction(
      ElementType type,
      List<Long> shape,
      ByteBuffer[] rows,
      long networkNanos,
      double batchRows,
      Times times) {}

  /**
   * When things happened to an evaluation, as {@link System#nanoTime}.
   *
   * @param submitted it came in
   * @param started the first run with rows of it began
   * @param ended the last one ended
   */
  public record Times(long submitted, long started, long ended) {}

  private final long sequence;
  private final List<RowInput> rows;
  private final Demand demand;
  private final ElementType answer;
  private final Listener listener;
  private final ByteBuffer[] outputs;
  private final long submittedNanos = System.nanoTime();
  private volatile boolean ended;
  private volatile int waitingRows;
  private int predictedRows;
  private double nanos;
  private long startedNanos;
  private long endedNanos;
  private double batchRows;

  /**
   * @param sequence the step's number, for messages
   * @param rows at least one
   * @param demand what its order of service depends on
   * @param answer the type that the outputs are wanted in, FLOAT or FLOAT16
   */
  public Evaluation(
      long sequence, List<RowInput> rows, Demand demand, ElementType answer, Listener listener) {
    this.sequence = sequence;
    this.rows = List.copyOf(rows);
    this.demand = demand;
    this.answer = answer;
    this.listener = listener;
    this.outputs = new ByteBuffer[rows.size()];
    this.waitingRows = rows.size();
  }

  /** The step's number. */
  public long sequence() {
    return sequence;
  }

  /** Rows that no run has taken yet. */
  public int waitingRows() {
    return waitingRows;
  }

  /** How many rows it has. */
  public int size() {
    return rows.size();
  }

  RowInput row(int index) {
    return rows.get(index);
  }

  Demand demand() {
    return demand;
  }

  boolean ended() {
    return ended;
  }

  /** The indexes of its rows by what they must share to be run together. */
  Map<BatchKey, List<Integer>> rowsByKey(boolean timePerRow) {
    return IntStream.range(0, rows.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> BatchKey.of(rows.get(i), timePerRow),
                LinkedHashMap::new,
                Collectors.toUnmodifiableList()));
  }

  void taken(int count) {
    waitingRows -= count;
  }

  void cancel() {
    end();
  }

  void fail(DenoiserException failure) {
    if (end()) {
      listener.failed(failure);
    }
  }

  /**
   * Stores a row's output; the last one ends the evaluation. Rows may come from several threads.
   *
   * @param runStarted when the run began, as {@link System#nanoTime}
   * @return what the listener leaves for later
   */
  Runnable predicted(int row, Outputs run, int at, long runStarted, long runNanos, int runRows) {
    if (ended) {
      return NOTHING;
    }
    ByteBuffer output = run.row(at, answer);
    if (!Elements.finite(output, answer)) {
      fail(DenoiserException.notFinite(sequence, row, rows.get(row).time(), answer));
    } else if (completes(row, output, runStarted, runNanos, runRows) && end()) {
      double mean = batchRows / rows.size();
      Times times = new Times(submittedNanos, startedNanos, endedNanos);
      return listener.predicted(
          new Prediction(answer, run.shape(), outputs, Math.round(nanos), mean, times));
    }
    return NOTHING;
  }

  private synchronized boolean completes(
      int row, ByteBuffer output, long runStarted, long runNanos, int runRows) {
    outputs[row] = output;
    long runEnded = runStarted + runNanos;
    startedNanos = predictedRows == 0 ? runStarted : Math.min(startedNanos, runStarted);
    endedNanos = predictedRows == 0 ? runEnded : Math.max(endedNanos, runEnded);
    nanos += (double) runNanos / runRows;
    batchRows += runRows;
    predictedRows++;
    return predictedRows == rows.size();
  }

  /** Whether it has not ended before. The listener is called without a lock of ours. */
  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }
}
