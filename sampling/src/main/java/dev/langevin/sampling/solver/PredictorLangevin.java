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
 * The reverse SDE with Langevin corrections. Song et al. 2021, "Score-Based Generative Modeling
 * through Stochastic Differential Equations", algorithms 2 to 5. The corrector is x′ = x + ϵ·s +
 * √(2ϵ)·z with ϵ = 2·c·(r·‖z‖/‖s‖)², norms per image; the predictor is x′ = a·x + g²·s + g·z, whose
 * last step gives the mean.
 *
 * <p>Coefficients: of a corrector r and c; of a predictor a, g², and g (0 draws nothing).
 *
 * @param corrections how many corrections there are before each prediction
 */
public record PredictorLangevin(int corrections) implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double[] c = e.coefficients();
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] eps = p.epsilon(e.read(), s.x(), g.raw());
    double score = -1 / e.read().sigma(); // s = −ε/σ
    float[] x;
    if (e.stage() < corrections) {
      float[] z = n.next(eps.length);
      double ratio = c[0] * norm(z) / (norm(eps) / e.read().sigma());
      double step = 2 * c[1] * ratio * ratio;
      x = Latents.sum(1, s.x(), step * score, eps, Math.sqrt(2 * step), z);
    } else if (c[2] == 0) {
      x = Latents.sum(c[0], s.x(), c[1] * score, eps);
    } else {
      x = Latents.sum(c[0], s.x(), c[1] * score, eps, c[2], n.next(eps.length));
    }
    return new Advance(s.next(x, List.of(), g, n), x0);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
