package dev.langevin.bench.quality;

import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import java.util.Map;
import java.util.Optional;

/**
 * A sampler with as many steps as a number of evaluations pays for.
 *
 * @param sampler our name
 * @param evaluations the most network evaluations
 * @param steps the steps that take no more
 */
record Cell(String sampler, int evaluations, int steps) {
  /** Empty for a sampler that can't do with so few, or not on that schedule. */
  static Optional<Cell> of(String sampler, int evaluations, Map<String, ?> schedule) {
    for (int steps = evaluations; steps >= 1; steps--) {
      if (takes(sampler, steps, schedule) <= evaluations) {
        return Optional.of(new Cell(sampler, evaluations, steps));
      }
    }
    return Optional.empty();
  }

  /** The folder of its pictures. */
  String folder() {
    return "%s-%03d".formatted(sampler, evaluations);
  }

  private static int takes(String sampler, int steps, Map<String, ?> schedule) {
    try {
      SamplingRequest request = SamplingRequest.ofSteps(steps).withSampler(sampler);
      return Samplers.create(schedule, request).plan().evaluations().size();
    } catch (SamplingException e) {
      return Integer.MAX_VALUE;
    }
  }
}
