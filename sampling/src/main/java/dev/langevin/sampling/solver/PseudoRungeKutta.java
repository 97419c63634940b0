package dev.langevin.sampling.solver;

import dev.langevin.sampling.Advance;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.State;
import java.util.ArrayList;
import java.util.List;

/**
 * The classical Runge–Kutta method with DDIM's transfer, four evaluations a step, to start {@link
 * PseudoNumerical} with three predictions. Liu et al. 2022, equation 14.
 *
 * <p>Coefficients: a and b of the transfer to this stage's probe, or at the last stage to the end
 * of the step; none for evaluations of the multistep method, which have those of {@link
 * PseudoNumerical}.
 *
 * @param begins how many evaluations belong to this method
 */
public record PseudoRungeKutta(int begins) implements Solver {
  private static final double[] SHARES = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};

  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    if (e.index() >= begins) {
      return new PseudoNumerical().advance(e, s, g, p, n);
    }
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    List<float[]> history = s.history();
    int stage = e.stage();
    float[] begin = stage == 0 ? s.x() : history.get(history.size() - 2);
    float[] share =
        stage == 0
            ? Latents.sum(SHARES[0], g.raw(), 0, g.raw())
            : Latents.sum(1, history.get(history.size() - 1), SHARES[stage], g.raw());
    double[] c = e.coefficients();
    float[] slope = stage == 3 ? share : g.raw();
    float[] x = PseudoNumerical.transfer(e.from(), begin, slope, c[0], c[1], p);
    List<float[]> predictions =
        new ArrayList<>(stage == 0 ? history : history.subList(0, history.size() - 2));
    if (stage == 0) {
      predictions.add(0, g.raw());
    }
    if (stage < 3) {
      predictions.add(begin);
      predictions.add(share);
    }
    return new Advance(s.next(x, predictions, g, n), x0);
  }
}
