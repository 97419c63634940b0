package dev.langevin.sampling.solver;

import dev.langevin.sampling.Advance;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.State;
import java.util.List;

/**
 * Ancestral sampling. Ho, Jain and Abbeel 2020, "Denoising Diffusion Probabilistic Models",
 * equations 6 and 7: x′ = c₀·x₀ + c₁·x + √v·z, with c₀ = √ᾱ′·β/(1 − ᾱ), c₁ = √α·(1 − ᾱ′)/(1 − ᾱ),
 * where α = ᾱ/ᾱ′ and β = 1 − α span one step of the plan. Variance preserving, order 1.
 *
 * <p>Coefficients: c₀, c₁, then what z is multiplied with (0 draws nothing), then ln β̃ and ln β.
 *
 * @param variance where v comes from
 */
public record Ddpm(Variance variance) implements Solver {
  /** Where the variance of a step comes from. */
  public enum Variance {
    /** From the plan: β̃ or β. */
    FIXED,
    /** The network's own, as it is. */
    LEARNED,
    /** v = exp(f·ln β + (1 − f)·ln β̃). Nichol and Dhariwal 2021, "Improved DDPM", equation 15. */
    LEARNED_RANGE
  }

  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double[] c = e.coefficients();
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] x;
    if (c[2] == 0) {
      x = Latents.sum(c[0], x0, c[1], s.x());
    } else {
      float[] z = deviate(n.next(x0.length), g.variance(), c);
      x = Latents.sum(c[0], x0, c[1], s.x(), c[2], z);
    }
    return new Advance(s.next(x, List.of(), g, n), x0);
  }

  /** Scales the draws, which nobody else has seen, by the network's standard deviation. */
  private float[] deviate(float[] z, float[] predicted, double[] c) {
    if (variance == Variance.FIXED) {
      return z;
    }
    if (predicted.length != z.length) {
      throw SamplingException.wrongSize("variance channels", predicted.length, z.length);
    }
    double low = c[3] / 2;
    double high = c[4] / 2;
    for (int i = 0; i < z.length; i++) {
      double f = (predicted[i] + 1) / 2;
      z[i] *=
          variance == Variance.LEARNED
              ? (float) Math.sqrt(predicted[i])
              : (float) StrictMath.exp(f * high + (1 - f) * low);
    }
    return z;
  }
}
