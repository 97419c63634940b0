package dev.langevin.sampling.schedule;

/** The quantile function of the beta distribution. */
final class BetaDistribution {
  private static final int BISECTIONS = 200;
  private static final double TINY = 1e-300;

  private BetaDistribution() {}

  /** The x with I_x(a, b) = p, by bisection: exact to the last bits, and rarely called. */
  static double quantile(double p, double a, double b) {
    if (p <= 0 || p >= 1) {
      return p <= 0 ? 0 : 1;
    }
    double scale = StrictMath.exp(logGamma(a + b) - logGamma(a) - logGamma(b));
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS && Math.nextUp(low) < high; i++) {
      double mid = (low + high) / 2;
      if (cumulative(mid, a, b, scale) < p) {
        low = mid;
      } else {
        high = mid;
      }
    }
    return (low + high) / 2;
  }

  /** The regularised incomplete beta function, from its continued fraction (DLMF 8.17.22). */
  private static double cumulative(double x, double a, double b, double scale) {
    double front = scale * StrictMath.pow(x, a) * StrictMath.pow(1 - x, b);
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** Lentz's method. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonzero(1 - (a + b) * x / (a + 1));
    double f = d;
    for (int m = 1; m < 300; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonzero(1 + even * d);
      c = nonzero(1 + even / c);
      f *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonzero(1 + odd * d);
      c = nonzero(1 + odd / c);
      double change = d * c;
      f *= change;
      if (Math.abs(change - 1) < 1e-16) {
        break;
      }
    }
    return f;
  }

  private static double nonzero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** Stirling's series (DLMF 5.11.1) after moving the argument up to where it converges. */
  private static double logGamma(double x) {
    double shift = 0;
    double z = x;
    while (z < 15) {
      shift += StrictMath.log(z);
      z++;
    }
    double r = 1 / (z * z);
    double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / z;
    return (z - 0.5) * StrictMath.log(z) - z + 0.5 * StrictMath.log(2 * Math.PI) + series - shift;
  }
}
