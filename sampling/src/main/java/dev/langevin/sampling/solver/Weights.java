package dev.langevin.sampling.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Linear combinations in an evaluation's coefficients: rows (a, b, w₀, w₁, …) that stand for x′ =
 * a·x + b·z + w₀·m₀ + w₁·m₁ + …, with z the noise and m the models, newest first.
 */
public final class Weights {
  private static final int MODELS = 2;

  private Weights() {}

  /** Rows one after the other, each behind its length. */
  public static double[] pack(List<double[]> rows) {
    double[] packed = new double[rows.stream().mapToInt(row -> row.length + 1).sum()];
    int at = 0;
    for (double[] row : rows) {
      packed[at] = row.length;
      System.arraycopy(row, 0, packed, at + 1, row.length);
      at += row.length + 1;
    }
    return packed;
  }

  /** How many rows there are from {@code offset} on. */
  static int count(double[] packed, int offset) {
    int count = 0;
    for (int at = offset; at < packed.length; at += (int) packed[at] + 1) {
      count++;
    }
    return count;
  }

  /** Where row {@code index}, counted from the one at {@code offset}, begins. */
  static int find(double[] packed, int offset, int index) {
    int at = offset;
    for (int i = 0; i < index; i++) {
      at += (int) packed[at] + 1;
    }
    return at;
  }

  /** The combination of the row at {@code offset}; {@code z} may be null where b is 0. */
  static float[] apply(double[] packed, int offset, float[] x, float[] z, List<float[]> models) {
    int first = offset + 1;
    int count = (int) packed[offset];
    List<float[]> terms = new ArrayList<>(count);
    terms.add(x);
    terms.add(z);
    terms.addAll(models.subList(0, count - MODELS));
    return Latents.sum(Arrays.copyOfRange(packed, first, first + count), terms);
  }
}
