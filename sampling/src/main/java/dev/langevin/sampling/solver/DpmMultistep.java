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
 * The multistep DPM-Solvers: with h = λ′ − λ, the linear part exactly and a Taylor series of the
 * model m in λ, whose derivatives D₁, D₂ come from the models of earlier steps: x′ = a·x + w₀·m +
 * w₁·D₁ + w₂·D₂ + b·z, weights in {@link DpmForm}. Variance preserving.
 *
 * <p>Lu et al. 2022, "DPM-Solver++", algorithm 2 and its appendix; the orders start low, as there
 * is no history yet. Coefficients: the highest order at this evaluation, then λ of the two
 * evaluations before.
 *
 * @param form which model, and ordinary or stochastic
 * @param heun whether the second order weighs D₁ exactly, or by half of w₀ (midpoint)
 * @param memory how many models to remember
 */
public record DpmMultistep(DpmForm form, boolean heun, int memory) implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] m = form.model(e.read(), s.x(), x0, g, p);
    int order = (int) Math.min(e.coefficients()[0], s.history().size() + 1);
    double[] w = form.weights(e.from(), e.to(), order, heun);
    double[] k = differences(e, order, w);
    float[] m1 = order > 1 ? s.history().get(0) : m;
    float[] m2 = order > 2 ? s.history().get(1) : m;
    float[] x = Latents.sum(w[0], s.x(), k[0], m, k[1], m1, k[2], m2);
    if (form.stochastic()) {
      x = Latents.sum(1, x, w[4], n.next(x.length));
    }
    List<float[]> history = new ArrayList<>(List.of(m));
    history.addAll(s.history());
    int kept = Math.min(memory, history.size());
    return new Advance(s.next(x, history.subList(0, kept), g, n), x0);
  }

  /** The weights of D₀, D₁ and D₂, turned into weights of m, m₁ and m₂. */
  private static double[] differences(Evaluation e, int order, double[] w) {
    if (order == 1) {
      return new double[] {w[1], 0, 0};
    }
    double h = e.to().lambda() - e.from().lambda();
    double r0 = (e.from().lambda() - e.coefficients()[1]) / h;
    if (order == 2) {
      return new double[] {w[1] + w[2] / r0, -w[2] / r0, 0};
    }
    double r1 = (e.coefficients()[1] - e.coefficients()[2]) / h;
    // D₁ = d₀ + r₀·D₂ and D₂ = (d₀ − d₁)/(r₀ + r₁), with d₀ = (m − m₁)/r₀, d₁ = (m₁ − m₂)/r₁.
    double second = (w[2] * r0 + w[3]) / (r0 + r1);
    double d0 = (w[2] + second) / r0;
    double d1 = -second / r1;
    return new double[] {w[1] + d0, d1 - d0, -d1};
  }
}
