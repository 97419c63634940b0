package dev.langevin.sampling.noise;

/**
 * What Box and Muller 1958, "A Note on the Generation of Random Normal Deviates", need: for u and φ
 * uniform in 0..1 and 0..2π, √(−2·ln u)·cos φ and √(−2·ln u)·sin φ are normal.
 *
 * <p>In sums, products, quotients and square roots alone, which Java rounds alike everywhere: a job
 * may go on on another kind of machine, with the same bits. {@code StrictMath} promises that too,
 * at twice the cost. Polynomials are summed in parts that a processor can work on at the same time.
 * The errors are below 1e-14.
 */
final class BoxMuller {
  private static final double LN_2 = StrictMath.log(2);
  private static final long ROOT_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));
  private static final int MANTISSA = 52;

  private BoxMuller() {}

  /** √(−2·ln u) for u in 2⁻¹⁰²²..1. */
  static double radius(double u) {
    return Math.sqrt(-2 * log(u));
  }

  /** ln(m·2ᵉ) = e·ln 2 + 2·artanh((m − 1)/(m + 1)), with m in √½..√2. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long e = (bits - ROOT_HALF) >> MANTISSA;
    double m = Double.longBitsToDouble(bits - (e << MANTISSA));
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double z2 = z * z;
    double low = 1 / 3.0 + z * (1 / 5.0) + z2 * (1 / 7.0 + z * (1 / 9.0));
    double high = 1 / 11.0 + z * (1 / 13.0) + z2 * (1 / 15.0 + z * (1 / 17.0 + z * (1 / 19.0)));
    return e * LN_2 + 2 * (s + s * z * (low + z2 * z2 * high));
  }

  /** cos φ for φ in 0..2π: sin(|φ − π| − π/2). */
  static double cosine(double angle) {
    return series(Math.abs(angle - Math.PI) - Math.PI / 2);
  }

  /** sin φ for φ in 0..2π: cos |φ − π/2|. */
  static double sine(double angle) {
    return cosine(Math.abs(angle - Math.PI / 2));
  }

  /** sin y for y in −π/2..π/2: Taylor's series to y¹⁹. */
  private static double series(double y) {
    double z = y * y;
    double z2 = z * z;
    double z4 = z2 * z2;
    double low = -1 / 6.0 + z * (1 / 120.0) + z2 * (-1 / 5040.0 + z * (1 / 362880.0));
    double high = -1 / 39916800.0 + z * (1 / 6227020800.0);
    double highest =
        -1 / 1307674368000.0 + z * (1 / 355687428096000.0) + z2 * (-1 / 121645100408832000.0);
    return y + y * z * (low + z4 * (high + z2 * highest));
  }
}
