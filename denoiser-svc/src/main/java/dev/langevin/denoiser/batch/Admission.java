package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.DenoiserException.Reason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The named limits of a denoiser, over all its models and streams, and totals of its work. */
public final class Admission {
  private final long maxStreams;
  private final long maxWaitingRows;
  private final long maxConditioningBytes;
  private final AtomicLong streams = new AtomicLong();
  private final AtomicLong waitingRows = new AtomicLong();
  private final AtomicLong runningRows = new AtomicLong();
  private final AtomicLong conditioningBytes = new AtomicLong();
  private final LongAdder rows = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder evaluations = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();

  /** The limits; each at least 1. */
  public Admission(long maxStreams, long maxWaitingRows, long maxConditioningBytes) {
    this.maxStreams = maxStreams;
    this.maxWaitingRows = maxWaitingRows;
    this.maxConditioningBytes = maxConditioningBytes;
  }

  /** Counts a stream in. */
  public void openStream() {
    take(streams, 1, maxStreams, Reason.STREAM_LIMIT, "LANGEVIN_MAX_STREAMS");
  }

  /** Counts a stream out. */
  public void closeStream() {
    streams.decrementAndGet();
  }

  /** Counts memory for conditionings in. */
  public void keep(long bytes) {
    take(
        conditioningBytes,
        bytes,
        maxConditioningBytes,
        Reason.CONDITIONING_LIMIT,
        "LANGEVIN_MAX_CONDITIONING_BYTES");
  }

  /** Counts memory for conditionings out. */
  public void release(long bytes) {
    conditioningBytes.addAndGet(-bytes);
  }

  /** Rows waiting. */
  public int waitingRows() {
    return waitingRows.intValue();
  }

  /** Rows being run. */
  public int runningRows() {
    return runningRows.intValue();
  }

  /** Streams open. */
  public int streams() {
    return streams.intValue();
  }

  /** Memory that conditionings take. */
  public long conditioningBytes() {
    return conditioningBytes.get();
  }

  void await(int rows) {
    take(waitingRows, rows, maxWaitingRows, Reason.WAITING_ROWS_LIMIT, "LANGEVIN_MAX_WAITING_ROWS");
  }

  void forget(int rows) {
    waitingRows.addAndGet(-rows);
  }

  void begin(int rows) {
    waitingRows.addAndGet(-rows);
    runningRows.addAndGet(rows);
  }

  void end(int rows, long nanos) {
    runningRows.addAndGet(-rows);
    this.rows.add(rows);
    batches.increment();
    busyNanos.add(nanos);
  }

  /** Counts an evaluation that is answered. */
  public void answered() {
    evaluations.increment();
  }

  /** Rows that were run. */
  public long rows() {
    return rows.sum();
  }

  /** Batches that they were run in. */
  public long batches() {
    return batches.sum();
  }

  /** Evaluations that were answered. */
  public long evaluations() {
    return evaluations.sum();
  }

  /** How long batches ran; of different models they may overlap. */
  public long busyNanos() {
    return busyNanos.sum();
  }

  private static void take(AtomicLong used, long amount, long max, Reason reason, String limit) {
    long before = used.getAndUpdate(now -> now + amount <= max ? now + amount : now);
    if (before + amount > max) {
      throw DenoiserException.exhausted(reason, limit, max);
    }
  }
}
