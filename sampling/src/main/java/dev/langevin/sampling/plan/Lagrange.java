package dev.langevin.sampling.plan;

/** Integrals of the polynomials that interpolate a model over its nodes. */
final class Lagrange {
  private Lagrange() {}

  /**
   * The coefficients, constant first, of the polynomial that is 1 at node k and 0 at the others.
   */
  static double[] basis(double[] nodes, int k) {
    double[] p = {1};
    for (int j = 0; j < nodes.length; j++) {
      if (j != k) {
        p = timesLinear(p, -nodes[j], nodes[k] - nodes[j]);
      }
    }
    return p;
  }

  /** ∫ p(u) du from {@code from} to 0. */
  static double integral(double[] p, double from) {
    double sum = 0;
    double power = from;
    for (int n = 0; n < p.length; n++) {
      sum -= p[n] * power / (n + 1);
      power *= from;
    }
    return sum;
  }

  /**
   * ∫ p(u)·e^(c·u) du from {@code from} to 0, by parts: with Iₙ for uⁿ, Iₙ = −(fromⁿ·e^(c·from) +
   * n·Iₙ₋₁)/c.
   */
  static double exponential(double[] p, double c, double from) {
    double moment = -StrictMath.expm1(c * from) / c;
    double edge = StrictMath.exp(c * from);
    double sum = p[0] * moment;
    for (int n = 1; n < p.length; n++) {
      edge *= from;
      moment = -(edge + n * moment) / c;
      sum += p[n] * moment;
    }
    return sum;
  }

  /** p(u)·(u + root)/scale. */
  private static double[] timesLinear(double[] p, double root, double scale) {
    double[] product = new double[p.length + 1];
    for (int n = 0; n < p.length; n++) {
      product[n] += p[n] * root / scale;
      product[n + 1] += p[n] / scale;
    }
    return product;
  }
}
