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
 * The single-step DPM-Solvers: groups of up to three evaluations, each of which goes from the
 * latents at the group's beginning, with one order more than the one before. Lu et al. 2022,
 * "DPM-Solver", algorithms 1 and 2, and "DPM-Solver++", algorithm 1.
 *
 * <p>Coefficients: {@link Weights}, row k for order k + 1, as many as this evaluation's place in
 * its group; fewer are used after a start in mid-group.
 *
 * @param form which model, and ordinary or stochastic
 */
public record Singlestep(DpmForm form) implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    List<float[]> models = new ArrayList<>(List.of(form.model(e.read(), s.x(), x0, g, p)));
    int past = s.history().size() - 1; // the last is the group's beginning
    models.addAll(past > 0 ? s.history().subList(0, past) : List.of());
    double[] c = e.coefficients();
    int order = Math.min(Weights.count(c, 0), models.size());
    float[] begin = order == 1 ? s.x() : s.history().get(past);
    float[] z = form.stochastic() ? n.next(x0.length) : null;
    float[] x = Weights.apply(c, Weights.find(c, 0, order - 1), begin, z, models);
    List<float[]> history = new ArrayList<>(models.subList(0, Math.min(2, models.size())));
    history.add(begin);
    return new Advance(s.next(x, history, g, n), x0);
  }
}
