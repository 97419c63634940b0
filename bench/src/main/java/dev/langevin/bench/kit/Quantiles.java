package dev.langevin.bench.kit;

import java.util.Collection;
import java.util.List;

/** Quantiles of measured values. */
public final class Quantiles {
  private Quantiles() {}

  /** The middle value; of an even number of values, the mean of the two. */
  public static double median(Collection<? extends Number> values) {
    return of(values, 0.5);
  }

  /**
   * The value below which that share of the values lies, interpolated between neighbours; NaN if
   * there are none.
   *
   * @param share 0 to 1
   */
  public static double of(Collection<? extends Number> values, double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().map(Number::doubleValue).sorted().toList();
    double at = share * (sorted.size() - 1);
    double low = sorted.get((int) Math.floor(at));
    double high = sorted.get((int) Math.ceil(at));
    return low + (high - low) * (at - Math.floor(at));
  }
}
