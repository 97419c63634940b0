package dev.langevin.sampling.solver;

import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Parameterisation;

/**
 * The four DPM-Solvers: exponential integrators of the diffusion ODE or SDE in λ = ln(α/σ), for the
 * model x₀ ("++") or ε. With h = λ′ − λ.
 *
 * @param data whether the model is x₀
 * @param stochastic whether it solves the SDE, and draws noise
 * @param threshold whether ε is taken from a limited x₀ (x₀ always is)
 */
public record DpmForm(boolean data, boolean stochastic, boolean threshold) {
  float[] model(Level at, float[] x, float[] x0, Guided g, Parameterisation p) {
    if (data) {
      return x0;
    }
    return threshold
        ? Latents.sum(1 / at.sigma(), x, -at.alpha() / at.sigma(), x0)
        : p.epsilon(at, x, g.raw());
  }

  /** The weights of x, m, D₁, D₂ and z, for one order. */
  public double[] weights(Level from, Level to, int order, boolean heun) {
    double h = to.lambda() - from.lambda();
    if (data) {
      return stochastic ? sdeData(from, to, h, order, heun) : odeData(from, to, h, order, heun);
    }
    return stochastic ? sdeNoise(from, to, h, order, heun) : odeNoise(from, to, h, order, heun);
  }

  /**
   * Lu et al. 2022, "DPM-Solver++", equation 9 and algorithm 2: x′ = (σ′/σ)·x − α′·φ·m + …, with φ
   * = e⁻ʰ − 1.
   */
  private static double[] odeData(Level from, Level to, double h, int order, boolean heun) {
    double phi = StrictMath.expm1(-h);
    double alpha = to.alpha();
    double first = order == 2 && !heun ? -0.5 * alpha * phi : alpha * (phi / h + 1);
    double second = -alpha * ((phi + h) / (h * h) - 0.5);
    return new double[] {to.sigma() / from.sigma(), -alpha * phi, first, second, 0};
  }

  /** Lu et al. 2022, "DPM-Solver", equation 3.4: x′ = (α′/α)·x − σ′·φ·ε − …, with φ = eʰ − 1. */
  private static double[] odeNoise(Level from, Level to, double h, int order, boolean heun) {
    double phi = StrictMath.expm1(h);
    double sigma = to.sigma();
    double first = order == 2 && !heun ? -0.5 * sigma * phi : -sigma * (phi / h - 1);
    double second = -sigma * ((phi - h) / (h * h) - 0.5);
    return new double[] {to.alpha() / from.alpha(), -sigma * phi, first, second, 0};
  }

  /**
   * "DPM-Solver++", appendix on SDE-DPM-Solver++: x′ = (σ′/σ)·e⁻ʰ·x + α′·φ·m + … + σ′·√φ·z, with φ
   * = 1 − e⁻²ʰ.
   */
  private static double[] sdeData(Level from, Level to, double h, int order, boolean heun) {
    double phi = -StrictMath.expm1(-2 * h);
    double alpha = to.alpha();
    double scale = to.sigma() / from.sigma() * StrictMath.exp(-h);
    double first = order == 2 && !heun ? 0.5 * alpha * phi : alpha * (phi / (-2 * h) + 1);
    double second = alpha * ((phi - 2 * h) / (4 * h * h) - 0.5);
    return new double[] {
      scale, alpha * phi, first, second, to.sigma() * Math.sqrt(Math.max(phi, 0))
    };
  }

  /** The same for ε: x′ = (α′/α)·x − 2σ′·φ·ε − … + σ′·√(e²ʰ − 1)·z, with φ = eʰ − 1. */
  private static double[] sdeNoise(Level from, Level to, double h, int order, boolean heun) {
    double phi = StrictMath.expm1(h);
    double sigma = to.sigma();
    double first = heun ? -2 * sigma * (phi / h - 1) : -sigma * phi;
    double noise = sigma * Math.sqrt(Math.max(StrictMath.expm1(2 * h), 0));
    return new double[] {to.alpha() / from.alpha(), -2 * sigma * phi, first, 0, noise};
  }
}
