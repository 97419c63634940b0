package dev.langevin.sampling.parameterisation;

/** Quantiles with linear interpolation, as {@code torch.quantile} has them in float32. */
final class Quantile {
  private Quantile() {}

  /** The quantile of the magnitudes of the values, in time linear in their number. */
  static float ofMagnitudes(float[] values, double ratio) {
    float[] a = new float[values.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.abs(values[i]);
    }
    float rank = (float) ratio * (a.length - 1);
    int below = (int) rank;
    float low = select(a, below);
    float weight = rank - below;
    if (weight == 0) {
      return low;
    }
    float high = Float.POSITIVE_INFINITY;
    for (int i = below + 1; i < a.length; i++) {
      high = Math.min(high, a[i]);
    }
    return low + weight * (high - low);
  }

  /** Hoare's selection: afterwards everything beyond {@code k} is at least a[k]. */
  private static float select(float[] a, int k) {
    int left = 0;
    int right = a.length - 1;
    while (left < right) {
      float pivot = a[(left + right) >>> 1];
      int i = left;
      int j = right;
      while (i <= j) {
        while (a[i] < pivot) {
          i++;
        }
        while (a[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swap = a[i];
          a[i++] = a[j];
          a[j--] = swap;
        }
      }
      if (k <= j) {
        right = j;
      } else if (k >= i) {
        left = i;
      } else {
        break;
      }
    }
    return a[k];
  }
}
