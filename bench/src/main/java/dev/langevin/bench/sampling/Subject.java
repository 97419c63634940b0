package dev.langevin.bench.sampling;

import dev.langevin.sampling.Sampler;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerClass;
import dev.langevin.sampling.config.SchedulerClass.Family;
import dev.langevin.sampling.guidance.ClassifierFree;
import dev.langevin.sampling.noise.NoiseSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured: a sampler on a model that it can serve, with classifier-free guidance, so that
 * a step has two rows.
 *
 * @param name of the sampler, and behind a + what else is asked for
 * @param config the model's scheduler configuration
 * @param request what to do with it
 */
public record Subject(String name, Map<String, Object> config, SamplingRequest request) {
  private static final int STEPS = 20;
  private static final double SCALE = 5;

  /** Every sampler by its name, and the options that draw or sort where the name alone does not. */
  public static List<Subject> all() {
    List<Subject> all = new ArrayList<>();
    Samplers.names().forEach(name -> all.add(named(name)));
    all.add(named("ddim").with("eta", 1));
    all.add(named("euler").with("s_churn", 10));
    all.add(named("euler_ancestral").drawing(NoiseSource.TORCH_CUDA));
    all.add(named("dpmpp_2m").thresholding());
    return List.copyOf(all);
  }

  /** One of {@link #all}. */
  public static Subject of(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** Compiles its plan. */
  public Sampler sampler() {
    return Samplers.create(config, request);
  }

  /** Whether it takes a quantile at every step. */
  public boolean thresholds() {
    return request.overrides().containsKey("thresholding");
  }

  /** Whether the default model can be asked for it: it is told timesteps, as most models are. */
  public boolean suitsTimesteps() {
    return config.get("_class_name").equals("PNDMScheduler");
  }

  private static Subject named(String sampler) {
    String type = Samplers.named(sampler).className();
    boolean timesteps = SchedulerClass.named(type).family() == Family.DISCRETE;
    SamplingRequest request =
        SamplingRequest.ofSteps(STEPS).withSampler(sampler).withGuidance(new ClassifierFree(SCALE));
    return new Subject(
        sampler, timesteps ? stableDiffusion() : Map.of("_class_name", type), request);
  }

  private Subject with(String argument, double value) {
    return new Subject(name + "+" + argument, config, request.withArgument(argument, value));
  }

  private Subject drawing(NoiseSource noise) {
    return new Subject(name + "+cuda_noise", config, request.withNoise(noise));
  }

  private Subject thresholding() {
    Map<String, Object> keys = Map.of("thresholding", true, "sample_max_value", 10);
    return new Subject(name + "+thresholding", config, request.withOverrides(keys));
  }

  /** As its exports have it. */
  private static Map<String, Object> stableDiffusion() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", "PNDMScheduler");
    config.put("beta_start", 0.00085);
    config.put("beta_end", 0.012);
    config.put("beta_schedule", "scaled_linear");
    config.put("skip_prk_steps", true);
    config.put("set_alpha_to_one", false);
    config.put("steps_offset", 1);
    return config;
  }
}
