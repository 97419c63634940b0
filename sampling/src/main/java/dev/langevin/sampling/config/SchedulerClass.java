package dev.langevin.sampling.config;

import dev.langevin.sampling.SamplingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scheduler classes of diffusers that we can do, with the keys that each takes and the defaults
 * that it fills in. The defaults differ between classes (spacing, clipping), and a model's file may
 * leave any of them out, so they are part of the meaning of the file.
 */
public enum SchedulerClass {
  /** Ho et al. 2020. */
  DDPM(
      "DDPMScheduler",
      of(
          "variance_type",
          "fixed_small",
          "clip_sample",
          true,
          "thresholding",
          false,
          "dynamic_thresholding_ratio",
          0.995,
          "clip_sample_range",
          1.0,
          "sample_max_value",
          1.0,
          "timestep_spacing",
          "leading")),
  /** Song et al. 2021. */
  DDIM(
      "DDIMScheduler",
      of(
          "clip_sample",
          true,
          "set_alpha_to_one",
          true,
          "thresholding",
          false,
          "dynamic_thresholding_ratio",
          0.995,
          "clip_sample_range",
          1.0,
          "sample_max_value",
          1.0,
          "timestep_spacing",
          "leading")),
  /** Karras et al. 2022, algorithm 2 without its second half. */
  EULER(
      "EulerDiscreteScheduler",
      of(
          "interpolation_type",
          "linear",
          "use_karras_sigmas",
          false,
          "use_exponential_sigmas",
          false,
          "use_beta_sigmas",
          false,
          "sigma_min",
          null,
          "sigma_max",
          null,
          "timestep_spacing",
          "linspace",
          "timestep_type",
          "discrete",
          "final_sigmas_type",
          "zero")),
  /** Crowson, k-diffusion. */
  EULER_ANCESTRAL("EulerAncestralDiscreteScheduler", of("timestep_spacing", "linspace")),
  /** Lu et al. 2022. */
  DPM_MULTISTEP(
      "DPMSolverMultistepScheduler",
      of(
          "solver_order",
          2,
          "thresholding",
          false,
          "dynamic_thresholding_ratio",
          0.995,
          "sample_max_value",
          1.0,
          "algorithm_type",
          "dpmsolver++",
          "solver_type",
          "midpoint",
          "lower_order_final",
          true,
          "euler_at_final",
          false,
          "use_karras_sigmas",
          false,
          "use_exponential_sigmas",
          false,
          "use_beta_sigmas",
          false,
          "use_lu_lambdas",
          false,
          "use_flow_sigmas",
          false,
          "flow_shift",
          1.0,
          "final_sigmas_type",
          "zero",
          "lambda_min_clipped",
          Double.NEGATIVE_INFINITY,
          "variance_type",
          null,
          "timestep_spacing",
          "linspace",
          "use_dynamic_shifting",
          false,
          "time_shift_type",
          "exponential"));

  private final String className;
  private final Map<String, Object> defaults;

  SchedulerClass(String className, Map<String, Object> own) {
    this.className = className;
    Map<String, Object> all =
        of(
            "num_train_timesteps",
            1000,
            "beta_start",
            0.0001,
            "beta_end",
            0.02,
            "beta_schedule",
            "linear",
            "trained_betas",
            null,
            "prediction_type",
            "epsilon",
            "steps_offset",
            0,
            "rescale_betas_zero_snr",
            false);
    all.putAll(own);
    this.defaults = Collections.unmodifiableMap(all);
  }

  /** The name in {@code _class_name}. */
  public String className() {
    return className;
  }

  /** The keys that the class takes, each with its default. */
  public Map<String, Object> defaults() {
    return defaults;
  }

  /** The class of that name, if we can do it. */
  public static Optional<SchedulerClass> find(String className) {
    return Arrays.stream(values()).filter(c -> c.className.equals(className)).findFirst();
  }

  /**
   * The class of that name.
   *
   * @throws SamplingException if we cannot do it; it names those that we can
   */
  public static SchedulerClass named(Object className) {
    return find(String.valueOf(className))
        .orElseThrow(
            () ->
                SamplingException.notOneOf(
                    "_class_name",
                    className,
                    Arrays.stream(values()).map(SchedulerClass::className).toList()));
  }

  private static Map<String, Object> of(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
