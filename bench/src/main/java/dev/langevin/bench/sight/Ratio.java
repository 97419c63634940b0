package dev.langevin.bench.sight;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What recorded jobs took of what others took.
 *
 * @param median over the pairs
 * @param low where its 95 % interval begins, from pairs drawn again and again
 * @param high where that ends
 */
record Ratio(double median, double low, double high) {
  private static final int DRAWN = 1_000;

  /**
   * Of pairs.
   *
   * @param recorded of each pair
   * @param plain likewise
   */
  static Ratio of(List<Double> recorded, List<Double> plain) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      ratios.add(recorded.get(i) / plain.get(i));
    }
    SplittableRandom random = new SplittableRandom(1);
    List<Double> medians = new ArrayList<>();
    for (int i = 0; i < DRAWN; i++) {
      medians.add(
          Quantiles.median(
              random.ints(ratios.size(), 0, ratios.size()).mapToObj(ratios::get).toList()));
    }
    return new Ratio(
        Quantiles.median(ratios), Quantiles.of(medians, 0.025), Quantiles.of(medians, 0.975));
  }

  /** Holds if the whole interval is below the limit; it says whether more pairs might decide. */
  Bar below(String what, double limit) {
    String told =
        low <= limit && high > limit ? ": NOT DECIDED, more --pairs or a quieter machine" : "";
    return Bar.atMost(
        "%s, upper end of the interval from %s to %s%s"
            .formatted(what, shown(low), shown(high), told),
        high,
        limit,
        "");
  }

  /** Holds unless the whole interval is above the limit: for what something else decides. */
  Bar notAbove(String what, double limit) {
    return Bar.atMost(
        "%s, lower end of the interval from %s to %s".formatted(what, shown(low), shown(high)),
        low,
        limit,
        "");
  }

  /** The median and its interval. */
  @Override
  public String toString() {
    return "%s (%s to %s)".formatted(shown(median), shown(low), shown(high));
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
