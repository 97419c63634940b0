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
 * Euler's step down to σ_down, then noise up to σ′: σ_up² = σ′²·(σ² − σ′²)/σ², σ_down² = σ′² −
 * σ_up², x′ = x + (σ_down − σ)·(x − x₀)/σ + σ_up·z. Crowson, k-diffusion, {@code
 * sample_euler_ancestral}; the split is that of DDPM's posterior in variance-exploding scale.
 *
 * <p>Coefficients: σ_down, σ_up. Noise is drawn at every step, also the last, where σ_up is 0.
 */
public record EulerAncestral() implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double ratio = e.coefficients()[0] / e.from().sigma();
    double sigmaUp = e.coefficients()[1];
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] x = Latents.sum(ratio, s.x(), 1 - ratio, x0, sigmaUp, n.next(x0.length));
    return new Advance(s.next(x, List.of(), g, n), x0);
  }
}
