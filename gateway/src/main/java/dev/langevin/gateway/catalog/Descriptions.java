package dev.langevin.gateway.catalog;

import com.google.gson.JsonParseException;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.SamplerInfo;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.v1.Model;
import dev.langevin.v1.Sampler;
import java.util.List;
import java.util.Map;

/** Turns a denoiser's description of a model into what the gateway offers. Pure. */
final class Descriptions {
  /** What the field takes where a model says nothing. */
  private static final int STEPS = 20;

  private static final double GUIDANCE_SCALE = 7.5;
  private static final int MAX_STEPS = 1000;
  private static final int MAX_COUNT = 16;

  private Descriptions() {}

  /**
   * The model with its samplers and defaults; one whose schedule we can't read says so as its
   * problem.
   */
  static Entry read(ModelDescription description) {
    Model.Builder model = description.getModel().toBuilder().clearSamplers();
    if (model.getDefaultSteps() == 0) {
      model.setDefaultSteps(STEPS);
    }
    if (model.getDefaultGuidanceScale() == 0) {
      model.setDefaultGuidanceScale(GUIDANCE_SCALE);
    }
    model.setMaxSteps(atMost(MAX_STEPS, model.getMaxSteps()));
    model.setMaxCount(atMost(MAX_COUNT, model.getMaxCount()));
    String pool = description.getPool().isEmpty() ? Topics.DEFAULT_POOL : description.getPool();
    Map<String, Object> config = Map.of();
    try {
      config = SchedulerConfigs.parse(description.getSchedulerConfig());
      model.addAllSamplers(samplers(config, model.getDefaultSteps()));
      model.setDefaultSampler(
          model.getDefaultSampler().isEmpty()
              ? Samplers.ofModel(config).name()
              : Samplers.canonicalName(model.getDefaultSampler()));
      plan(config, model.getDefaultSteps(), model.getDefaultSampler());
    } catch (JsonParseException | SamplingException e) {
      if (model.getProblem().isEmpty()) {
        model.setProblem("scheduler_config.json: " + e.getMessage());
      }
    }
    if (model.getSizesCount() == 0 && model.getProblem().isEmpty()) {
      model.setProblem("it names no size that it can make");
    }
    return new Entry(model.build(), config, pool);
  }

  private static int atMost(int limit, int said) {
    return said == 0 ? limit : Math.min(limit, said);
  }

  /** Those that can make a plan from the model's schedule. */
  private static List<Sampler> samplers(Map<String, Object> config, int steps) {
    return Samplers.all().stream()
        .filter(info -> can(info, config, steps))
        .map(Entry::sampler)
        .toList();
  }

  private static boolean can(SamplerInfo info, Map<String, Object> config, int steps) {
    try {
      plan(config, steps, info.name());
      return true;
    } catch (SamplingException e) {
      return false;
    }
  }

  private static void plan(Map<String, Object> config, int steps, String sampler) {
    Samplers.create(config, SamplingRequest.ofSteps(steps).withSampler(sampler));
  }
}
