package dev.langevin.sampling.plan;

import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerConfig;
import dev.langevin.sampling.parameterisation.Limit;
import dev.langevin.sampling.parameterisation.Parameterisations;
import dev.langevin.sampling.parameterisation.Preconditioned;
import dev.langevin.sampling.parameterisation.PredictionType;
import dev.langevin.sampling.schedule.SigmaSpacing;
import dev.langevin.sampling.solver.DpmForm;
import dev.langevin.sampling.solver.DpmMultistep;
import dev.langevin.sampling.solver.Euler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans of models with the preconditioning of Karras et al. 2022, "Elucidating the Design Space":
 * the network sees x/√(σ² + σ_d²) and is told ln(σ)/4.
 */
final class EdmPlan {
  private EdmPlan() {}

  static Compiled euler(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request, "s_churn", "s_tmin", "s_tmax", "s_noise");
    double[] sigmas = levels(config, request);
    Churn churn = Churn.of(request, sigmas.length - 1);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < sigmas.length - 1; i++) {
      double[] c = churn.at(sigmas[i]);
      evaluations.add(evaluation(config, sigmas, i, Level.varianceExploding(c[0]), c));
    }
    return compiled(config, evaluations, new Euler(), new Limit.None());
  }

  static Compiled multistep(SchedulerConfig config, SamplingRequest request) {
    Compilers.check(config, request);
    int order = config.integer("solver_order", 1, 3);
    DpmForm form =
        DpmPlan.form(config, PredictionType.SAMPLE, order, "dpmsolver++", "sde-dpmsolver++");
    if (form.stochastic() && order > 2) {
      throw SamplingException.contradiction(
          "solver_order", order, "algorithm_type sde-dpmsolver++ has orders 1..2 in this class");
    }
    boolean heun = DpmPlan.solverType(config).equals("heun");
    double[] sigmas = levels(config, request);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < sigmas.length - 1; i++) {
      double[] c =
          DpmPlan.coefficients(
              config, order, i, sigmas, k -> Level.varianceExploding(sigmas[k]).lambda());
      evaluations.add(evaluation(config, sigmas, i, Level.varianceExploding(sigmas[i]), c));
    }
    DpmMultistep solver = new DpmMultistep(form, heun, order - 1);
    return compiled(config, evaluations, solver, Parameterisations.limit(config));
  }

  private static Evaluation evaluation(
      SchedulerConfig config, double[] sigmas, int i, Level read, double[] c) {
    double sigma = sigmas[i];
    double data = data(config);
    double scale = 1 / Math.sqrt(sigma * sigma + data * data);
    Level from = Level.varianceExploding(sigma);
    Level to = Level.varianceExploding(sigmas[i + 1]);
    return new Evaluation(i, i, 0, 0.25 * StrictMath.log(sigma), scale, read, from, to, c);
  }

  private static Compiled compiled(
      SchedulerConfig config, List<Evaluation> evaluations, Solver solver, Limit limit) {
    boolean negative =
        config.text("prediction_type", "epsilon", "v_prediction").equals("v_prediction");
    double max = config.number("sigma_max", Double.MIN_NORMAL, Double.MAX_VALUE);
    Plan plan = new Plan(evaluations, evaluations.size(), Math.sqrt(max * max + 1));
    return new Compiled(plan, solver, new Preconditioned(data(config), negative, limit));
  }

  private static double data(SchedulerConfig config) {
    return config.number("sigma_data", Double.MIN_NORMAL, Double.MAX_VALUE);
  }

  private static double[] levels(SchedulerConfig config, SamplingRequest request) {
    double min = config.number("sigma_min", Double.MIN_NORMAL, Double.MAX_VALUE);
    double max = config.number("sigma_max", min, Double.MAX_VALUE);
    double rho = config.number("rho", Double.MIN_NORMAL, Double.MAX_VALUE);
    int steps = Compilers.steps(config, request);
    double[] sigmas =
        config.text("sigma_schedule", "karras", "exponential").equals("karras")
            ? SigmaSpacing.karras(max, min, rho, steps)
            : SigmaSpacing.reversed(SigmaSpacing.EXPONENTIAL.sigmas(min, max, steps));
    double[] all = Arrays.copyOf(sigmas, steps + 1);
    boolean zero = config.text("final_sigmas_type", "zero", "sigma_min").equals("zero");
    boolean multistep = config.type() == SchedulerClass.EDM_DPM_MULTISTEP;
    all[steps] = zero ? 0 : multistep ? min : sigmas[steps - 1];
    Arrays.setAll(all, i -> (float) all[i]);
    Compilers.checkDecreasing("steps", steps, all);
    return all;
  }
}
