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
 * Second-order Runge–Kutta over σ. The first stage goes to a probe level σₚ with the slope d = (x −
 * x₀)/σ, the second takes the slope d′ there: x′ = x + (σ_down − σ)·s + σ_up·z, with s = (d + d′)/2
 * at the end of the step (Heun; Karras et al. 2022, algorithm 2) or s = d′ at its middle
 * (k-diffusion's {@code sample_dpm_2}). The last step, to σ = 0, has the first stage alone.
 *
 * <p>Coefficients: σ, σₚ (0 where no second stage follows), σ_down, σ_up (0 draws nothing).
 *
 * @param heun whether the slopes are averaged
 */
public record TwoStage(boolean heun) implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double[] c = e.coefficients();
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] slope = Latents.sum(1 / e.read().sigma(), s.x(), -1 / e.read().sigma(), x0);
    if (e.stage() == 0 && c[1] > 0) {
      float[] probe = Latents.sum(1, s.x(), c[1] - c[0], slope);
      return new Advance(s.next(probe, memory(s.x(), slope), g, n), x0);
    }
    float[] begin = e.stage() == 0 ? s.x() : s.history().get(0);
    double step = c[2] - c[0];
    float[] x =
        heun && e.stage() == 1
            ? Latents.sum(1, begin, step / 2, s.history().get(1), step / 2, slope)
            : Latents.sum(1, begin, step, slope);
    if (c[3] > 0) {
      x = Latents.sum(1, x, c[3], n.next(x.length));
    }
    return new Advance(s.next(x, List.of(), g, n), x0);
  }

  private List<float[]> memory(float[] x, float[] slope) {
    return heun ? List.of(x, slope) : List.of(x);
  }
}
