package dev.langevin.gateway.catalog;

import dev.langevin.runtime.model.ModelId;
import dev.langevin.sampling.SamplerInfo;
import dev.langevin.v1.Model;
import java.util.Map;

/**
 * A model as the gateway offers it.
 *
 * @param model its public description, samplers and defaults filled in
 * @param schedulerConfig its scheduler_config.json
 * @param pool the work pool that serves it
 */
public record Entry(Model model, Map<String, Object> schedulerConfig, String pool) {
  /** Its name and version. */
  public ModelId id() {
    return new ModelId(model.getName(), model.getVersion());
  }

  /** The same where a service can't use it. */
  Entry withProblem(String problem) {
    return new Entry(model.toBuilder().setProblem(problem).build(), schedulerConfig, pool);
  }

  /** The sampler as the public API lists it. */
  static dev.langevin.v1.Sampler sampler(SamplerInfo info) {
    return dev.langevin.v1.Sampler.newBuilder()
        .setName(info.name())
        .addAliases(info.className())
        .addAllAliases(info.aliases())
        .build();
  }
}
