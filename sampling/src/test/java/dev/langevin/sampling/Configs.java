package dev.langevin.sampling;

import dev.langevin.sampling.config.SchedulerClass;
import java.util.HashMap;
import java.util.Map;

/** Scheduler configurations for tests. */
final class Configs {
  private Configs() {}

  /** Stable Diffusion 1.x as its exports have it, whose own class is PNDM. */
  static Map<String, Object> stableDiffusion() {
    Map<String, Object> config = of("PNDMScheduler");
    config.put("_diffusers_version", "0.6.0");
    config.put("skip_prk_steps", true);
    config.put("set_alpha_to_one", false);
    config.put("steps_offset", 1);
    config.put("clip_sample", false);
    return config;
  }

  /** A model that the sampler of a name can serve. */
  static Map<String, Object> modelOf(String sampler) {
    String className = Samplers.named(sampler).className();
    return SchedulerClass.named(className).family() == SchedulerClass.Family.DISCRETE
        ? stableDiffusion()
        : of(className);
  }

  /** A class with the betas of Stable Diffusion, and its own defaults for the rest. */
  static Map<String, Object> of(String className, Object... keysAndValues) {
    Map<String, Object> config = new HashMap<>();
    config.put("_class_name", className);
    config.put("beta_start", 0.00085);
    config.put("beta_end", 0.012);
    config.put("beta_schedule", "scaled_linear");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      config.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return config;
  }
}
