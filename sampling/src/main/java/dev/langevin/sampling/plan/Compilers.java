package dev.langevin.sampling.plan;

import dev.langevin.sampling.SamplerInfo;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerClass.Family;
import dev.langevin.sampling.config.SchedulerConfig;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Turns a configuration and a request into a plan. */
public final class Compilers {
  /** The most steps that a request can ask for, whatever the model. */
  public static final int MOST_STEPS = 1000;

  /** The classes that follow timesteps of the request. */
  private static final Set<SchedulerClass> TIMESTEPS =
      EnumSet.of(
          SchedulerClass.DDPM,
          SchedulerClass.EULER,
          SchedulerClass.HEUN,
          SchedulerClass.DPM_MULTISTEP,
          SchedulerClass.DPM_SINGLESTEP,
          SchedulerClass.LCM,
          SchedulerClass.TCD,
          SchedulerClass.FLOW_EULER);

  /** The classes that follow noise levels of the request. */
  private static final Set<SchedulerClass> SIGMAS =
      EnumSet.of(SchedulerClass.EULER, SchedulerClass.FLOW_EULER);

  private static final double ROUNDED = 1 + 1e-5;

  private Compilers() {}

  /** Compiles; see {@link dev.langevin.sampling.Samplers#create}. */
  public static Compiled compile(SchedulerConfig config, SamplingRequest request) {
    return switch (config.type()) {
      case DDPM -> AncestralPlan.compile(config, request);
      case DDIM -> ImplicitPlan.compile(config, request);
      case DDIM_INVERSE -> ImplicitPlan.compileInverse(config, request);
      case EULER -> EulerPlan.compile(config, request);
      case EULER_ANCESTRAL -> EulerPlan.compileAncestral(config, request);
      case DPM_MULTISTEP -> DpmPlan.compile(config, request);
      case HEUN -> TwoStagePlan.heun(config, request);
      case DPM2 -> TwoStagePlan.midpoint(config, request, false);
      case DPM2_ANCESTRAL -> TwoStagePlan.midpoint(config, request, true);
      case LMS -> LmsPlan.compile(config, request);
      case PNDM -> PseudoNumericalPlan.compile(config, request);
      case IPNDM -> PseudoNumericalPlan.compileContinuous(config, request);
      case DPM_SINGLESTEP -> SinglestepPlan.compile(config, request);
      case DEIS -> DeisPlan.compile(config, request);
      case UNIPC -> UniPcPlan.compile(config, request);
      case SA_SOLVER -> SaPlan.compile(config, request);
      case LCM -> ConsistencyPlan.compile(config, request);
      case TCD -> ConsistencyPlan.compileTrajectory(config, request);
      case FLOW_EULER -> FlowPlan.euler(config, request);
      case FLOW_HEUN -> FlowPlan.heun(config, request);
      case EDM_EULER -> EdmPlan.euler(config, request);
      case EDM_DPM_MULTISTEP -> EdmPlan.multistep(config, request);
      case SCORE_SDE_VE -> ScorePlan.exploding(config, request);
      case SCORE_SDE_VP -> ScorePlan.preserving(config, request);
    };
  }

  /** The number of steps, at most as many as there are training timesteps. */
  static int steps(SchedulerConfig config, SamplingRequest request) {
    int most = Math.min(MOST_STEPS, config.integer("num_train_timesteps", 1, Integer.MAX_VALUE));
    if (request.steps() < 1 || request.steps() > most) {
      throw SamplingException.outOfRange("steps", request.steps(), 1, most);
    }
    return request.steps();
  }

  /**
   * Refuses arguments that the solver does not take, and custom schedules that it cannot follow.
   */
  static void check(SchedulerConfig config, SamplingRequest request, String... allowed) {
    for (String name : new TreeSet<>(request.arguments().keySet())) {
      if (!List.of(allowed).contains(name)) {
        String list = allowed.length == 0 ? "no arguments" : String.join(", ", allowed);
        throw SamplingException.unsupported("arguments", name, list);
      }
    }
    checkTaken(config, request, "timesteps", request.timesteps(), TIMESTEPS);
    checkTaken(config, request, "sigmas", request.sigmas(), SIGMAS);
    if (!request.timesteps().isEmpty() && !request.sigmas().isEmpty()) {
      throw SamplingException.contradiction("sigmas", request.sigmas(), "timesteps are given too");
    }
  }

  private static void checkTaken(
      SchedulerConfig config,
      SamplingRequest request,
      String field,
      List<Double> value,
      Set<SchedulerClass> takers) {
    if (value.isEmpty() || takers.contains(config.type())) {
      return;
    }
    Family family = config.flag("use_flow_sigmas") ? Family.FLOW : config.type().family();
    List<String> names =
        Samplers.all().stream()
            .filter(info -> takers.contains(SchedulerClass.named(info.className())))
            .filter(info -> SchedulerClass.named(info.className()).family() == family)
            .map(SamplerInfo::name)
            .toList();
    String sampler =
        request.sampler().map(Samplers::canonicalName).orElse(config.type().className());
    throw SamplingException.notTaken(field, value, sampler, names);
  }

  /** An argument of the step, in its range. */
  static double argument(
      SamplingRequest request, String name, double fallback, double least, double most) {
    double value = request.arguments().getOrDefault(name, fallback);
    if (!(value >= least && value <= most)) {
      throw SamplingException.outOfRange(name, value, least, most);
    }
    return value;
  }

  /** The shift of flow schedules with {@code use_dynamic_shifting}, if the request has one. */
  static OptionalDouble mu(SamplingRequest request) {
    Double mu = request.arguments().get("mu");
    return mu == null ? OptionalDouble.empty() : OptionalDouble.of(mu);
  }

  /** Custom timesteps: decreasing whole numbers among the training timesteps. */
  static double[] custom(SchedulerConfig config, SamplingRequest request) {
    int train = config.integer("num_train_timesteps", 1, Integer.MAX_VALUE);
    double[] timesteps = array(request.timesteps());
    for (int i = 0; i < timesteps.length; i++) {
      double t = timesteps[i];
      if (!(t >= 0 && t < train) || t != StrictMath.rint(t)) {
        throw SamplingException.outOfRange("timesteps", t, 0, train - 1);
      }
      if (i > 0 && t >= timesteps[i - 1]) {
        throw SamplingException.invalid("timesteps", request.timesteps(), "decreasing");
      }
    }
    return timesteps;
  }

  /**
   * Refuses noise levels that do not decrease: a step between equal levels divides by zero. Only
   * the last may equal the one before but for rounding, as {@code final_sigmas_type: sigma_min}
   * makes it.
   */
  static void checkDecreasing(String field, Object value, double[] sigmas) {
    for (int i = 1; i < sigmas.length; i++) {
      boolean last = i == sigmas.length - 1 && sigmas[i] > 0;
      if (!(sigmas[i] < sigmas[i - 1] || last && sigmas[i] <= ROUNDED * sigmas[i - 1])) {
        throw SamplingException.invalid(
            field,
            value,
            "such that noise levels decrease ("
                + sigmas[i - 1]
                + " is followed by "
                + sigmas[i]
                + ")");
      }
    }
  }

  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static double largest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
