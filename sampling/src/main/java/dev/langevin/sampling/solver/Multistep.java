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
 * Linear multistep methods of Adams and Bashforth's kind: x′ is a combination of x, of the model
 * now and of the models of evaluations before. The plan has integrated the polynomial through them
 * over the step, in the method's own variable and with its own weight.
 *
 * <p>Coefficients: {@link Weights}, row k for k + 1 models; as there is no history at the start,
 * low rows are used first.
 *
 * @param model what is integrated
 * @param memory how many models to remember
 */
public record Multistep(Model model, int memory) implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    List<float[]> models = new ArrayList<>(List.of(model.of(e.read(), s.x(), x0)));
    models.addAll(s.history());
    double[] c = e.coefficients();
    int row = Weights.find(c, 0, Math.min(Weights.count(c, 0), models.size()) - 1);
    float[] x = Weights.apply(c, row, s.x(), null, models);
    int kept = Math.min(memory, models.size());
    return new Advance(s.next(x, models.subList(0, kept), g, n), x0);
  }
}
