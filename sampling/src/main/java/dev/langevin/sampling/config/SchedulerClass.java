package dev.langevin.sampling.config;

import dev.langevin.sampling.SamplingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;

/**
 * The scheduler classes of diffusers that we can do, with the keys that each takes and the defaults
 * that it fills in. The defaults differ between classes (spacing, clipping), and a model's file may
 * leave any of them out, so they are part of the meaning of the file.
 */
public enum SchedulerClass {
  /** Ho et al. 2020. */
  DDPM(
      "DDPMScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=leading
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      variance_type=fixed_small clip_sample=true clip_sample_range=1.0
      """),
  /** Song et al. 2021. */
  DDIM(
      "DDIMScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=leading
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      clip_sample=true clip_sample_range=1.0 set_alpha_to_one=true
      """),
  /** Song et al. 2021, backwards: from a picture to the noise that it would come from. */
  DDIM_INVERSE(
      "DDIMInverseScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=leading
      clip_sample=true clip_sample_range=1.0 set_alpha_to_one=true
      """),
  /** Liu et al. 2022. */
  PNDM(
      "PNDMScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=leading skip_prk_steps=false set_alpha_to_one=false
      """),
  /** Crowson, k-diffusion. */
  LMS(
      "LMSDiscreteScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      """),
  /** Karras et al. 2022, algorithm 2 without its second half. */
  EULER(
      "EulerDiscreteScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      interpolation_type=linear sigma_min=null sigma_max=null
      timestep_type=discrete final_sigmas_type=zero
      """),
  /** Crowson, k-diffusion. */
  EULER_ANCESTRAL(
      "EulerAncestralDiscreteScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=linspace
      """),
  /** Karras et al. 2022, algorithm 2. */
  HEUN(
      "HeunDiscreteScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.00085 beta_end=0.012 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      clip_sample=false clip_sample_range=1.0
      """),
  /** Karras et al. 2022, algorithm 2 with its second stage in the middle. */
  DPM2(
      "KDPM2DiscreteScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.00085 beta_end=0.012 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      """),
  /** The same with ancestral noise. */
  DPM2_ANCESTRAL(
      "KDPM2AncestralDiscreteScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.00085 beta_end=0.012 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      """),
  /** Lu et al. 2022. */
  DPM_MULTISTEP(
      "DPMSolverMultistepScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      use_lu_lambdas=false use_flow_sigmas=false flow_shift=1.0
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      use_dynamic_shifting=false time_shift_type=exponential
      solver_order=2 algorithm_type=dpmsolver++ solver_type=midpoint lower_order_final=true
      euler_at_final=false final_sigmas_type=zero lambda_min_clipped=-Infinity variance_type=null
      """),
  /** Lu et al. 2022. */
  DPM_SINGLESTEP(
      "DPMSolverSinglestepScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      use_flow_sigmas=false flow_shift=1.0
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      use_dynamic_shifting=false time_shift_type=exponential
      solver_order=2 algorithm_type=dpmsolver++ solver_type=midpoint lower_order_final=false
      final_sigmas_type=zero lambda_min_clipped=-Infinity variance_type=null
      """),
  /** Zhang and Chen 2023. */
  DEIS(
      "DEISMultistepScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      use_flow_sigmas=false flow_shift=1.0
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      use_dynamic_shifting=false time_shift_type=exponential
      solver_order=2 algorithm_type=deis solver_type=logrho lower_order_final=true
      """),
  /** Zhao et al. 2023. */
  UNIPC(
      "UniPCMultistepScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      use_flow_sigmas=false flow_shift=1.0
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      use_dynamic_shifting=false time_shift_type=exponential
      solver_order=2 predict_x0=true solver_type=bh2 lower_order_final=true
      disable_corrector=null solver_p=null final_sigmas_type=zero
      sigma_min=null sigma_max=null shift_terminal=null
      """),
  /** Xue et al. 2023. */
  SA_SOLVER(
      "SASolverScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.0001 beta_end=0.02 beta_schedule=linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 timestep_spacing=linspace
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      use_flow_sigmas=false flow_shift=1.0
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      predictor_order=2 corrector_order=2 tau_func=null algorithm_type=data_prediction
      lower_order_final=true lambda_min_clipped=-Infinity variance_type=null
      """),
  /** Luo et al. 2023. */
  LCM(
      "LCMScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.00085 beta_end=0.012 beta_schedule=scaled_linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=leading
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      original_inference_steps=50 timestep_scaling=10.0 set_alpha_to_one=true
      clip_sample=false clip_sample_range=1.0
      """),
  /** Zheng et al. 2024. */
  TCD(
      "TCDScheduler",
      Family.DISCRETE,
      """
      num_train_timesteps=1000 beta_start=0.00085 beta_end=0.012 beta_schedule=scaled_linear trained_betas=null
      prediction_type=epsilon
      steps_offset=0 rescale_betas_zero_snr=false timestep_spacing=leading
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      original_inference_steps=50 timestep_scaling=10.0 set_alpha_to_one=true
      clip_sample=false clip_sample_range=1.0
      """),
  /** Zhang and Chen 2023, on the cosine schedule. */
  IPNDM(
      "IPNDMScheduler",
      Family.CONTINUOUS,
      """
      num_train_timesteps=1000 trained_betas=null
      """),
  /** Lipman et al. 2023, Esser et al. 2024. */
  FLOW_EULER(
      "FlowMatchEulerDiscreteScheduler",
      Family.FLOW,
      """
      num_train_timesteps=1000 shift=1.0 use_dynamic_shifting=false base_shift=0.5 max_shift=1.15
      base_image_seq_len=256 max_image_seq_len=4096 invert_sigmas=false shift_terminal=null
      use_karras_sigmas=false use_exponential_sigmas=false use_beta_sigmas=false
      time_shift_type=exponential stochastic_sampling=false
      """),
  /** The same with a second stage. */
  FLOW_HEUN(
      "FlowMatchHeunDiscreteScheduler",
      Family.FLOW,
      """
      num_train_timesteps=1000 shift=1.0
      """),
  /** Karras et al. 2022, with their preconditioning. */
  EDM_EULER(
      "EDMEulerScheduler",
      Family.EDM,
      """
      sigma_min=0.002 sigma_max=80.0 sigma_data=0.5 sigma_schedule=karras num_train_timesteps=1000
      prediction_type=epsilon rho=7.0 final_sigmas_type=zero
      """),
  /** Lu et al. 2022 on the preconditioning of Karras et al. 2022. */
  EDM_DPM_MULTISTEP(
      "EDMDPMSolverMultistepScheduler",
      Family.EDM,
      """
      sigma_min=0.002 sigma_max=80.0 sigma_data=0.5 sigma_schedule=karras num_train_timesteps=1000
      prediction_type=epsilon rho=7.0 solver_order=2
      thresholding=false dynamic_thresholding_ratio=0.995 sample_max_value=1.0
      algorithm_type=dpmsolver++ solver_type=midpoint lower_order_final=true
      euler_at_final=false final_sigmas_type=zero
      """),
  /** Song et al. 2021, "Score-Based Generative Modeling", variance preserving. */
  SCORE_SDE_VP(
      "ScoreSdeVpScheduler",
      Family.SCORE_VP,
      """
      num_train_timesteps=2000 beta_min=0.1 beta_max=20 sampling_eps=0.001
      """),
  /** Song et al. 2021, "Score-Based Generative Modeling". */
  SCORE_SDE_VE(
      "ScoreSdeVeScheduler",
      Family.SCORE_VE,
      """
      num_train_timesteps=2000 snr=0.15 sigma_min=0.01 sigma_max=1348.0 sampling_eps=0.00001
      correct_steps=1
      """);

  /**
   * What the networks of a class are told about noise. A network serves the classes of its own
   * family only, whatever keys are written.
   */
  public enum Family {
    /** Whole timesteps of a schedule of betas. */
    DISCRETE,
    /** A time from 1 to 0, on the cosine schedule. */
    CONTINUOUS,
    /** The time on the straight path of flow matching, times 1000. */
    FLOW,
    /** ln(σ)/4, with inputs and outputs scaled as in Karras et al. 2022. */
    EDM,
    /** A time from 1 to 0; the network predicts the noise. */
    SCORE_VP,
    /** σ itself; the network predicts the score. */
    SCORE_VE
  }

  private final String className;
  private final Family family;
  private final Map<String, Object> defaults;

  SchedulerClass(String className, Family family, String defaults) {
    this.className = className;
    this.family = family;
    this.defaults = Collections.unmodifiableMap(parse(defaults));
  }

  /** The name in {@code _class_name}. */
  public String className() {
    return className;
  }

  /** What its networks are told. */
  public Family family() {
    return family;
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

  private static Map<String, Object> parse(String defaults) {
    Map<String, Object> map = new LinkedHashMap<>();
    try (Scanner words = new Scanner(defaults)) {
      while (words.hasNext()) {
        String[] pair = words.next().split("=", 2);
        map.put(pair[0], value(pair[1]));
      }
    }
    return map;
  }

  private static Object value(String text) {
    return switch (text) {
      case "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> {
        if (text.matches("-?\\d+")) {
          yield Integer.valueOf(text);
        }
        yield text.matches("-?(\\d+\\.\\d+|Infinity)") ? (Object) Double.valueOf(text) : text;
      }
    };
  }
}
