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
 * Song, Meng and Ermon 2021, "Denoising Diffusion Implicit Models", equation 12: x′ = √ᾱ′·x₀ + √(1
 * − ᾱ′ − σ²)·ε + σ·z. Variance preserving, order 1; σ = 0 is deterministic.
 *
 * <p>Coefficients: √ᾱ′, √(1 − ᾱ′ − σ²), σ, and 1 if noise is drawn (also where σ is 0).
 */
public record Ddim() implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double[] c = e.coefficients();
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] eps = p.epsilon(e.read(), s.x(), g.baseline());
    float[] x =
        c[3] == 0
            ? Latents.sum(c[0], x0, c[1], eps)
            : Latents.sum(c[0], x0, c[1], eps, c[2], n.next(x0.length));
    return new Advance(s.next(x, List.of(), g, n), x0);
  }

  @Override
  public boolean splits() {
    return true;
  }
}
