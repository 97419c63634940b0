package dev.langevin.denoiser.measure;

import dev.langevin.denoiser.network.Elements;
import dev.langevin.denoiser.network.OnnxDenoiser;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Provider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a network that was rewritten to take a time for each row with the original, which takes
 * one for all: the original runs all rows at each time in turn, the rewritten one all rows at
 * different times, turn by turn, until each row has met each time. The runs have the same shapes,
 * so that the same kernels work on the same numbers, and the bits are expected to be equal.
 */
final class TimeCheck {
  private static final double[] TIMES = {7, 431, 958};

  /** More than sums in another order make of float32's rounding. */
  private static final double FLOAT_TOLERANCE = 1e-5;

  /** The same for 11 significant bits: float16, and float32 as GPUs multiply it. */
  private static final double HALF_TOLERANCE = 4e-3;

  /** Whatever the type, a row may differ by no more than this share of what another time makes. */
  private static final double SHARE = 0.05;

  private final String subject;
  private final List<RowInput> rows;
  private final List<Outputs> expected = new ArrayList<>();

  /** Runs the original. */
  TimeCheck(String subject, OnnxDenoiser original, List<RowInput> rows) {
    this.subject = subject;
    this.rows = rows;
    for (double time : TIMES) {
      expected.add(original.run(rows.stream().map(row -> row.at(time)).toList(), rows.size()));
    }
  }

  /** How many rows it takes for each to meet each time. */
  static int rows() {
    return TIMES.length;
  }

  /** Runs the rewritten one. */
  Comparison compare(OnnxDenoiser rewritten) {
    double largest = 0;
    for (int turn = 0; turn < TIMES.length; turn++) {
      List<RowInput> mixed = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        mixed.add(rows.get(i).at(TIMES[(i + turn) % TIMES.length]));
      }
      Outputs outputs = rewritten.run(mixed, rows.size());
      for (int i = 0; i < rows.size(); i++) {
        Outputs alone = expected.get((i + turn) % TIMES.length);
        ByteBuffer wanted = alone.row(i, ElementType.FLOAT);
        ByteBuffer given = outputs.row(i, ElementType.FLOAT);
        if (!Elements.finite(wanted, ElementType.FLOAT)) {
          return Comparison.failed(subject, "the original gives NaN or infinity for noise");
        }
        largest = Math.max(largest, difference(wanted, given));
      }
    }
    if (Double.isInfinite(largest)) {
      return Comparison.failed(subject, "it gives NaN, infinity or another shape");
    }
    double allowed = allowed(rewritten.provider());
    String problem =
        largest <= allowed
            ? ""
            : "rows differ by %.2g of their largest element, more than %.2g"
                .formatted(largest, allowed);
    return new Comparison(subject, problem, largest);
  }

  private double allowed(Provider provider) {
    boolean exact = provider == Provider.CPU && expected.getFirst().type() == ElementType.FLOAT;
    double effect = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.size(); i++) {
      for (int time = 1; time < TIMES.length; time++) {
        ByteBuffer one = expected.get(time - 1).row(i, ElementType.FLOAT);
        ByteBuffer other = expected.get(time).row(i, ElementType.FLOAT);
        effect = Math.min(effect, difference(one, other));
      }
    }
    return Math.min(exact ? FLOAT_TOLERANCE : HALF_TOLERANCE, SHARE * effect);
  }

  /** Infinite for NaN, and for another shape. */
  private static double difference(ByteBuffer wanted, ByteBuffer given) {
    if (wanted.limit() != given.limit()) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = Float.MIN_NORMAL;
    double largest = 0;
    ByteBuffer a = wanted.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer b = given.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < a.limit(); at += Float.BYTES) {
      scale = Math.max(scale, Math.abs(a.getFloat(at)));
      double difference = Math.abs((double) a.getFloat(at) - b.getFloat(at));
      if (!Double.isFinite(difference)) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, difference);
    }
    return largest / scale;
  }
}
