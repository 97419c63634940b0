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
 * Multistep predictor–corrector methods at one evaluation per step: the model at the predicted
 * latents first corrects the step that led there, then predicts the next. Zhao et al. 2023,
 * "UniPC", algorithms 1 and 2; Xue et al. 2023, "SA-Solver", algorithm 1.
 *
 * <p>Coefficients: the number of predictor rows, then {@link Weights}: predictor rows by order,
 * with the model now as m₀, and corrector rows by order, for the latents and the noise of the step
 * before, with the model now as m₀ and the ones before behind it. There may be no corrector rows.
 *
 * @param form which model, and whether noise is drawn
 * @param memory how many models to remember
 * @param ahead by how much the corrector's order may exceed the number of remembered models
 */
public record PredictorCorrector(DpmForm form, int memory, int ahead) implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    List<float[]> models = new ArrayList<>(List.of(form.model(e.read(), s.x(), x0, g, p)));
    int past = Math.max(0, s.history().size() - (form.stochastic() ? 2 : 1));
    models.addAll(s.history().subList(0, past));
    double[] c = e.coefficients();
    int predictors = (int) c[0];
    int correctors = Weights.count(c, 1) - predictors;
    float[] x = s.x();
    if (past > 0 && correctors > 0) {
      int row = Weights.find(c, 1, predictors + Math.min(correctors, past + ahead) - 1);
      float[] z = form.stochastic() ? s.history().get(past + 1) : null;
      x = Weights.apply(c, row, s.history().get(past), z, models);
    }
    float[] z = form.stochastic() ? n.next(x.length) : null;
    int row = Weights.find(c, 1, Math.min(predictors, models.size()) - 1);
    float[] next = Weights.apply(c, row, x, z, models);
    List<float[]> history = new ArrayList<>(models.subList(0, Math.min(memory, models.size())));
    history.add(x);
    if (z != null) {
      history.add(z);
    }
    return new Advance(s.next(next, history, g, n), x0);
  }
}
