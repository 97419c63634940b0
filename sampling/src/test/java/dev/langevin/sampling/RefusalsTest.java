package dev.langevin.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.langevin.sampling.SamplingException.Reason;
import dev.langevin.sampling.guidance.ClassifierFree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that cannot be done, with the message that says so. */
class RefusalsTest {
  private static final String DPM = "DPMSolverMultistepScheduler";
  private static final String EULER = "EulerDiscreteScheduler";
  private static final String FLOW = "FlowMatchEulerDiscreteScheduler";

  static Stream<Arguments> configurations() {
    return Stream.of(
        arguments("EulerScheduler", Map.of(), "_class_name: EulerScheduler is not one of"),
        arguments("DDPMScheduler", Map.of("beta_schedule", "laplace"), "beta_schedule: laplace"),
        arguments("DDIMScheduler", Map.of("beta_schedule", "sigmoid"), "beta_schedule: sigmoid"),
        arguments(
            "DDPMScheduler", Map.of("beta_start", "tiny"), "beta_start: \"tiny\" must be a number"),
        arguments("DDPMScheduler", Map.of("beta_start", -1), "beta_start: -1 is not in 0..1"),
        arguments(
            "DDPMScheduler",
            Map.of("beta_start", 0.02, "beta_end", 0.01),
            "beta_end: 0.01 is not in 0.02..1"),
        arguments("DDPMScheduler", Map.of("beta_end", Double.NaN), "beta_end: NaN is not in"),
        arguments(
            "DDPMScheduler",
            Map.of("num_train_timesteps", 0),
            "num_train_timesteps: 0 is not in 1..100000"),
        arguments(
            "DDPMScheduler",
            Map.of("num_train_timesteps", "1000"),
            "num_train_timesteps: \"1000\" must be a number"),
        arguments("DDPMScheduler", Map.of("num_train_timesteps", 9.5), "num_train_timesteps: 9.5"),
        arguments(
            "DDPMScheduler", Map.of("trained_betas", List.of(0.1)), "trained_betas: 1 values"),
        arguments("DDPMScheduler", Map.of("trained_betas", 3), "trained_betas: 3"),
        arguments(
            "DDPMScheduler",
            Map.of("num_train_timesteps", 2, "trained_betas", Arrays.asList(0.1, null)),
            "trained_betas: [0.1, null] must be a list of numbers"),
        arguments(
            "DDPMScheduler",
            Map.of("num_train_timesteps", 2, "trained_betas", List.of(0.1, 1.5)),
            "trained_betas: 1.5 is not in 0..1"),
        arguments(
            "DDPMScheduler", Map.of("clip_sample", "yes"), "clip_sample: \"yes\" must be true or"),
        arguments("DDPMScheduler", Map.of("variance_type", "huge"), "variance_type: huge"),
        arguments(
            "DDPMScheduler",
            Map.of("steps_offset", 900),
            "steps_offset: 900 must be such that timesteps are in 0..999 (it makes one 1400)"),
        arguments("DDPMScheduler", Map.of("timestep_spacing", "x"), "timestep_spacing: x"),
        arguments("DDIMScheduler", Map.of("prediction_type", "flow"), "prediction_type: flow"),
        arguments(
            "DDIMScheduler",
            Map.of("rescale_betas_zero_snr", true, "timestep_spacing", "trailing"),
            "prediction_type: epsilon contradicts: a level has no signal"),
        arguments(EULER, Map.of("interpolation_type", "cubic"), "interpolation_type: cubic"),
        arguments(EULER, Map.of("final_sigmas_type", "x"), "final_sigmas_type: x"),
        arguments(
            EULER,
            Map.of("use_karras_sigmas", true, "use_beta_sigmas", true),
            "only one of use_beta_sigmas, use_karras_sigmas"),
        arguments(
            "EulerAncestralDiscreteScheduler",
            Map.of("prediction_type", "sample"),
            "prediction_type: sample is not one of epsilon, v_prediction"),
        arguments(DPM, Map.of("solver_order", 4), "solver_order: 4 is not in"),
        arguments(
            "DPMSolverSinglestepScheduler",
            Map.of("solver_order", 4),
            "solver_order: 4 is not in 1"),
        arguments(
            DPM,
            Map.of("use_lu_lambdas", true, "use_exponential_sigmas", true),
            "only one of use_exponential_sigmas, use_lu_lambdas can be true"),
        arguments(
            DPM,
            Map.of("use_flow_sigmas", true, "use_karras_sigmas", true),
            "use_flow_sigmas: true contradicts"),
        arguments(
            DPM,
            Map.of("use_flow_sigmas", true, "prediction_type", "v_prediction"),
            "prediction_type: v_prediction contradicts: use_flow_sigmas is true"),
        arguments(
            "LCMScheduler",
            Map.of("original_inference_steps", 1001),
            "original_inference_steps: 1001 is not in 1"),
        arguments(DPM, Map.of("algorithm_type", "dpm"), "algorithm_type: dpm is not one of"),
        arguments(DPM, Map.of("algorithm_type", "dpmsolver"), "final_sigmas_type: zero"),
        arguments(
            DPM,
            Map.of(
                "algorithm_type", "sde-dpmsolver",
                "solver_order", 3,
                "final_sigmas_type", "sigma_min"),
            "solver_order: 3 contradicts"),
        arguments(DPM, Map.of("prediction_type", "flow_prediction"), "use_flow_sigmas is false"),
        arguments(DPM, Map.of("use_dynamic_shifting", true), "use_dynamic_shifting: true"),
        arguments(
            "UniPCMultistepScheduler", Map.of("lower_order_final", false), "lower_order_final"),
        arguments("UniPCMultistepScheduler", Map.of("solver_type", "bh3"), "solver_type: bh3"),
        arguments("SASolverScheduler", Map.of("predictor_order", 5), "predictor_order: 5"),
        arguments("DEISMultistepScheduler", Map.of("solver_order", 0), "solver_order: 0"),
        arguments("HeunDiscreteScheduler", Map.of("beta_schedule", "x"), "beta_schedule: x"),
        arguments(
            "EDMEulerScheduler", Map.of("sigma_min", 100), "sigma_max: 80 is not 100 or more"),
        arguments("EDMEulerScheduler", Map.of("sigma_data", 0), "sigma_data: 0 is not above 0"),
        arguments("ScoreSdeVeScheduler", Map.of("correct_steps", -1), "correct_steps: -1"),
        arguments(
            "FlowMatchEulerDiscreteScheduler", Map.of("invert_sigmas", true), "invert_sigmas"),
        arguments(
            "FlowMatchEulerDiscreteScheduler",
            Map.of("use_dynamic_shifting", true),
            "mu is not among the arguments"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void create_configurationThatCannotBeDone_namesTheField(
      String type, Map<String, Object> keys, String message) {
    Map<String, Object> config = Configs.of(type);
    config.putAll(keys);
    assertThatThrownBy(() -> Samplers.create(config, SamplingRequest.ofSteps(2)))
        .isInstanceOf(SamplingException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> requests() {
    SamplingRequest ten = SamplingRequest.ofSteps(10);
    return Stream.of(
        arguments(EULER, SamplingRequest.ofSteps(0), "steps: 0 is not in 1..1000"),
        arguments(EULER, SamplingRequest.ofSteps(1_000_000), "steps: 1000000 is not in 1..1000"),
        arguments(DPM, SamplingRequest.ofSteps(1000), "steps: 1000 must be such that noise levels"),
        arguments(EULER, ten.withSampler("eular"), "sampler: eular is not one of ddpm, ddim"),
        arguments(EULER, ten.withSampler("eular"), "did you mean euler?"),
        arguments(EULER, ten.withSampler("edm_euler"), "sampler: edm_euler contradicts"),
        arguments("FlowMatchEulerDiscreteScheduler", ten.withSampler("euler"), "another family"),
        arguments("FlowMatchEulerDiscreteScheduler", ten.withArgument("mu", 1), "mu: 1 "),
        arguments(DPM, ten.withArgument("mu", 1), "mu: 1 contradicts: use_flow_sigmas is false"),
        arguments("LCMScheduler", SamplingRequest.ofSteps(51), "steps: 51 is not in 1..50"),
        arguments("PNDMScheduler", SamplingRequest.ofSteps(3), "skip_prk_steps is false"),
        arguments(EULER, ten.withArgument("eta", 1), "arguments: eta is not supported"),
        arguments("DDIMScheduler", ten.withArgument("eta", 2), "eta: 2 is not in 0..1"),
        arguments("DDIMScheduler", ten.withArgument("eta", Double.NaN), "eta: NaN"),
        arguments(EULER, ten.withArgument("s_churn", -1), "s_churn: -1 is not 0 or more"),
        arguments(
            "DDIMScheduler",
            ten.withTimesteps(List.of(9.0, 1.0)),
            "timesteps: [9, 1] is not supported by DDIMScheduler, which takes a number of steps;"
                + " those that take timesteps: ddpm, euler, heun, dpmpp_2m, dpmpp_2m_sde,"),
        arguments(
            EULER,
            ten.withSampler("DPM++ 2M Karras").withSigmas(List.of(5.0, 0.5, 0.0)),
            "sigmas: [5, 0.5, 0] is not supported by dpmpp_2m_karras, which takes a number of"
                + " steps; those that take sigmas: euler"),
        arguments(
            FLOW,
            ten.withSampler("flow_heun").withSigmas(List.of(0.9)),
            "sigmas: [0.9] is not supported by flow_heun, which takes a number of steps; those that"
                + " take sigmas: flow_euler"),
        arguments(
            "EDMEulerScheduler",
            ten.withSigmas(List.of(5.0)),
            "which takes a number of steps; no sampler of this model takes sigmas"),
        arguments(DPM, ten.withTimesteps(List.of(9.0, 9.0)), "timesteps: [9, 9] must be"),
        arguments(DPM, ten.withTimesteps(List.of(1000.0)), "timesteps: 1000 is not in 0..999"),
        arguments(DPM, ten.withTimesteps(List.of(5.5)), "timesteps: 5.5"),
        arguments(DPM, ten.withSigmas(List.of(5.0, 0.0)), "sigmas: [5, 0] is not supported"),
        arguments(EULER, ten.withSigmas(List.of(1.0, 5.0, 0.0)), "sigmas: [1, 5, 0]"),
        arguments(EULER, ten.withSigmas(List.of(5.0)), "sigmas: 1 values is not in 2..1001"),
        arguments(EULER, ten.withSigmas(List.of(Double.NaN, 0.0)), "sigmas: [NaN, 0]"),
        arguments(
            EULER, ten.withSigmas(List.of(Double.POSITIVE_INFINITY, 0.0)), "sigmas: [Infinity"),
        arguments(EULER, ten.withSigmas(List.of(5.0, 5.0, 0.0)), "such that noise levels decrease"),
        arguments(EULER, ten.withSigmas(List.of(5.0, -1.0)), "sigmas: [5, -1]"),
        arguments(
            EULER,
            ten.withSigmas(List.of(5.0, 0.0)).withTimesteps(List.of(9.0, 1.0)),
            "sigmas: [5, 0] contradicts: timesteps are given too"),
        arguments(FLOW, ten.withSigmas(List.of(0.5, 0.9)), "sigmas: [0.5, 0.9] must be such"),
        arguments(
            FLOW, ten.withTimesteps(List.of(10.0, 900.0)), "timesteps: [10, 900] must be such"),
        arguments(FLOW, ten.withSigmas(List.of(1.5)), "sigmas: 1.5 must be above 0 and at most 1;"),
        arguments(FLOW, ten.withSigmas(List.of(0.5, 0.0)), "; a last level of 0 is added"),
        arguments(FLOW, ten.withSigmas(List.of(Double.NaN)), "sigmas: NaN must be"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void create_requestThatCannotBeDone_namesTheField(
      String type, SamplingRequest request, String message) {
    assertThatThrownBy(() -> Samplers.create(Configs.of(type), request))
        .isInstanceOf(SamplingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void create_noClassName_refuses() {
    assertThatThrownBy(() -> Samplers.create(Map.of(), SamplingRequest.ofSteps(2)))
        .hasMessageStartingWith("_class_name: null is not one of DDPMScheduler");
  }

  @Test
  void guidance_scaleOutOfRange_refuses() {
    for (double scale : new double[] {-1, 101, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new ClassifierFree(scale)).hasMessageEndingWith("is not in 0..100");
    }
  }

  @Test
  void start_seedOutOfRange_refuses() {
    Sampler sampler = Samplers.create(Configs.of(EULER), SamplingRequest.ofSteps(2));
    for (long seed : new long[] {-1, 1L << 32}) {
      assertThatThrownBy(() -> sampler.start(seed, 64))
          .hasMessage("seed: " + seed + " is not in 0..4294967295");
    }
    assertThatThrownBy(() -> sampler.startAt(3, new float[64], 1))
        .hasMessage("evaluation: 3 is not in 0..2");
  }

  @Test
  void advance_predictionNotFinite_namesTheStep() {
    Sampler sampler = Samplers.create(Configs.of(EULER), SamplingRequest.ofSteps(2));
    State state = sampler.start(1, 16);
    float[] bad = new float[16];
    bad[7] = Float.NaN;
    SamplingException refused =
        catchThrowableOfType(
            SamplingException.class, () -> sampler.advance(state, new float[][] {bad}));
    assertThat(refused.reason()).isEqualTo(Reason.BAD_PREDICTION);
    assertThat(refused).hasMessage("prediction of evaluation 0 (step 0): NaN is not finite");
  }

  @Test
  void advance_predictionOfAnotherSize_refuses() {
    Sampler sampler = Samplers.create(Configs.of(EULER), SamplingRequest.ofSteps(2));
    State state = sampler.start(1, 16);
    assertThatThrownBy(() -> sampler.advance(state, new float[][] {new float[32]}))
        .hasMessage("prediction elements: 32 is not 16");
    assertThatThrownBy(() -> sampler.advance(state, new float[2][16]))
        .hasMessage("prediction rows: 2 is not 1");
  }
}
