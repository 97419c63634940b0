package dev.langevin.bench.kit;

import java.util.Locale;

/**
 * A promise, and what was measured of it.
 *
 * @param what it is about
 * @param measured in {@code unit}
 * @param limit in {@code unit}
 * @param most whether the limit is the most that is allowed; else it is the least
 * @param unit follows the figures; may be empty
 */
public record Bar(String what, double measured, double limit, boolean most, String unit) {
  /** A figure that must not be larger. */
  public static Bar atMost(String what, double measured, double limit, String unit) {
    return new Bar(what, measured, limit, true, unit);
  }

  /** A figure that must not be smaller. */
  public static Bar atLeast(String what, double measured, double limit, String unit) {
    return new Bar(what, measured, limit, false, unit);
  }

  /** Whether it does. What could not be measured does not. */
  public boolean holds() {
    return most ? measured <= limit : measured >= limit;
  }

  /** In one line. */
  @Override
  public String toString() {
    return "%-9s %s: %s%s (%s %s%s)"
        .formatted(
            holds() ? "holds" : "DOES NOT",
            what,
            told(measured),
            unit.isEmpty() ? "" : " " + unit,
            most ? "at most" : "at least",
            told(limit),
            unit.isEmpty() ? "" : " " + unit);
  }

  /** Four significant digits, without zeros that say nothing. */
  private static String told(double value) {
    if (!Double.isFinite(value)) {
      return "not measured";
    }
    double size = Math.abs(value);
    int digits = size >= 1000 || size == Math.rint(size) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
