package dev.langevin.denoiser.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long runs of a model take, and putting their rows together, as learnt from those before:
 * running means of times and of their deviations, as TCP foresees round trips (Jacobson 1988,
 * "Congestion Avoidance and Control"). Thread-safe.
 */
final class Timing {
  private static final double GAIN = 1.0 / 8;
  private static final double DEVIATION_GAIN = 1.0 / 4;

  /** A run that is this many mean deviations shorter than usual is still foreseen. */
  private static final double DEVIATIONS = 2;

  /** Assembling is begun that much earlier than it takes on average. */
  private static final double MARGIN = 2;

  /** What it takes to wake a thread on a busy machine. */
  private static final long WAKING_NANOS = 300_000;

  private static final int KINDS = 64;

  private record Kind(int rows, long elements) {}

  private record Estimate(double mean, double deviation) {
    Estimate with(double value) {
      double error = value - mean;
      return new Estimate(
          mean + GAIN * error, deviation + DEVIATION_GAIN * (Math.abs(error) - deviation));
    }
  }

  private final Map<Kind, Estimate> runs =
      new LinkedHashMap<>(KINDS, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Estimate> eldest) {
          return size() > KINDS;
        }
      };

  private double rowNanos;

  /** A run of so many rows of so many elements each took so long. */
  synchronized void ran(int rows, long elements, long nanos) {
    runs.merge(
        new Kind(rows, elements),
        new Estimate(nanos, nanos / 2.0),
        (known, first) -> known.with(nanos));
  }

  /** The least time that such a run is likely to take; empty if there was none. */
  synchronized OptionalLong least(int rows, long elements) {
    Estimate known = runs.get(new Kind(rows, elements));
    return known == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, Math.round(known.mean - DEVIATIONS * known.deviation)));
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
