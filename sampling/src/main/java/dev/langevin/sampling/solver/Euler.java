package dev.langevin.sampling.solver;

import dev.langevin.sampling.Advance;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.State;
import java.util.List;

/**
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models",
 * algorithm 2 without its second-order correction: x̂ = x + √(σ̂² − σ²)·z, d = (x̂ − x₀)/σ̂, x′ =
 * x̂ + (σ′ − σ̂)·d. Variance exploding, order 1; without churn σ̂ = σ and it is deterministic.
 *
 * <p>Coefficients: σ̂, and what z is multiplied with (0 draws nothing).
 */
public record Euler() implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double sigmaHat = e.coefficients()[0];
    double churn = e.coefficients()[1];
    float[] xHat = churn == 0 ? s.x() : Latents.sum(1, s.x(), churn, n.next(s.x().length));
    float[] x0 = p.denoised(e.read(), xHat, g.raw());
    return new Advance(s.next(moved(e, xHat, x0, sigmaHat, g, p), List.of(), g, n), x0);
  }

  private static float[] moved(
      Evaluation e, float[] x, float[] x0, double sigma, Guided g, Parameterisation p) {
    if (g.baseline() != g.raw()) {
      return Latents.sum(e.to().alpha(), x0, e.to().sigma(), p.epsilon(e.read(), x, g.baseline()));
    }
    double ratio = e.to().sigma() / sigma; // x̂ + (σ′ − σ̂)·(x̂ − x₀)/σ̂, gathered
    return Latents.sum(ratio, x, 1 - ratio, x0);
  }

  @Override
  public boolean splits() {
    return true;
  }
}
