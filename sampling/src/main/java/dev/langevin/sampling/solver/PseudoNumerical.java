package dev.langevin.sampling.solver;

import dev.langevin.sampling.Advance;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Pseudo linear multistep: predictions are combined as Adams and Bashforth do, then DDIM's transfer
 * x′ = a·x + b·ε moves the latents. Liu et al. 2022, "Pseudo Numerical Methods for Diffusion Models
 * on Manifolds", equations 11 to 13; its first step is taken twice, the second time with the mean
 * of both predictions.
 *
 * <p>Coefficients: a, b, then ᾱ, a, b of the first step's second try.
 */
public record PseudoNumerical() implements Solver {
  /** Beside one prediction and the latents, says that the first step is to be taken again. */
  private static final float[] AGAIN = {};

  private static final double[][] ADAMS_BASHFORTH = {
    {1},
    {1.5, -0.5},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
  };

  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    double[] c = e.coefficients();
    List<float[]> past = s.history();
    if (past.size() == 3 && past.get(2).length == 0) {
      float[] mean = Latents.sum(0.5, g.raw(), 0.5, past.get(0));
      float[] x = transfer(Level.variancePreserving(c[2]), past.get(1), mean, c[3], c[4], p);
      return new Advance(s.next(x, List.of(past.get(0)), g, n), x0);
    }
    List<float[]> all = new ArrayList<>(List.of(g.raw()));
    all.addAll(past);
    float[] slope = Latents.sum(ADAMS_BASHFORTH[past.size()], all);
    float[] x = transfer(e.read(), s.x(), slope, c[0], c[1], p);
    List<float[]> kept =
        past.isEmpty() ? List.of(g.raw(), s.x(), AGAIN) : all.subList(0, Math.min(3, all.size()));
    return new Advance(s.next(x, kept, g, n), x0);
  }

  /** The weight of the model k evaluations before in the method of an order, 1 to 4. */
  public static double adamsBashforth(int order, int k) {
    return ADAMS_BASHFORTH[order - 1][k];
  }

  static float[] transfer(
      Level from, float[] x, float[] raw, double a, double b, Parameterisation p) {
    return Latents.sum(a, x, b, p.epsilon(from, x, raw));
  }
}
