package dev.langevin.denoiser.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long runs of a model take, and putting their rows together: running means of those before.
 * Thread-safe.
 */
final class Timing {
  private static final double GAIN = 1.0 / 8;

  /** Assembling is begun that much earlier than it takes on average. */
  private static final double MARGIN = 2;

  /** What it takes to wake a thread on a busy machine. */
  private static final long WAKING_NANOS = 300_000;

  private static final int KINDS = 64;

  private record Kind(int rows, long elements) {}

  private final Map<Kind, Double> runs =
      new LinkedHashMap<>(KINDS, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Double> eldest) {
          return size() > KINDS;
        }
      };

  private double rowNanos;

  /** A run of so many rows of so many elements each took so long. */
  synchronized void ran(int rows, long elements, long nanos) {
    runs.merge(
        new Kind(rows, elements), (double) nanos, (mean, first) -> mean + GAIN * (nanos - mean));
  }

  /**
   * How long such a run usually takes; empty if there was none. What is chosen for the next one by
   * then can't give way any more to what comes later, so it is not chosen before; if the run ends
   * sooner, the device waits for as long as it takes to put rows together.
   */
  synchronized OptionalLong usual(int rows, long elements) {
    Double mean = runs.get(new Kind(rows, elements));
    return mean == null ? OptionalLong.empty() : OptionalLong.of(Math.round(mean));
  }

  /** Putting so many rows together took so long. */
  synchronized void assembled(int rows, long nanos) {
    rowNanos += GAIN * ((double) nanos / rows - rowNanos);
  }

  /** How long before a run's start its rows are to be chosen. */
  synchronized long lead(int rows) {
    return WAKING_NANOS + Math.round(MARGIN * rowNanos * rows);
  }
}
