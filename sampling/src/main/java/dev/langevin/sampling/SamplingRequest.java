package dev.langevin.sampling;

import dev.langevin.sampling.guidance.ClassifierFree;
import dev.langevin.sampling.noise.NoiseSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about sampling; the model's scheduler configuration says the rest.
 *
 * @param sampler a name that {@link Samplers} knows; empty for the model's own
 * @param steps the number of steps; ignored when {@code timesteps} or {@code sigmas} are given
 * @param timesteps custom timesteps, decreasing; empty for the configured spacing
 * @param sigmas custom noise levels, decreasing; empty for the configured ones. For Euler they are
 *     the ends of the steps too, so that n levels are n − 1 steps and the last should be 0; flow
 *     matching adds the last 0 itself, and n levels are n steps
 * @param arguments arguments of the step: {@code eta} for DDIM; {@code s_churn}, {@code s_tmin},
 *     {@code s_tmax}, {@code s_noise} for Euler
 * @param overrides keys of the scheduler configuration, written over the model's
 * @param guidance how the rows are combined
 * @param noise whose generator is drawn from
 */
public record SamplingRequest(
    Optional<String> sampler,
    int steps,
    List<Double> timesteps,
    List<Double> sigmas,
    Map<String, Double> arguments,
    Map<String, Object> overrides,
    Guidance guidance,
    NoiseSource noise) {
  /** Keeps copies. */
  public SamplingRequest {
    timesteps = List.copyOf(timesteps);
    sigmas = List.copyOf(sigmas);
    arguments = Map.copyOf(arguments);
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides)); // may hold nulls
  }

  /** The model's own sampler, without guidance. */
  public static SamplingRequest ofSteps(int steps) {
    return new SamplingRequest(
        Optional.empty(),
        steps,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        new ClassifierFree(1),
        NoiseSource.TORCH_CPU);
  }

  /** With another sampler, by any name that {@link Samplers} knows. */
  public SamplingRequest withSampler(String name) {
    return new SamplingRequest(
        Optional.of(name), steps, timesteps, sigmas, arguments, overrides, guidance, noise);
  }

  /** With custom timesteps. */
  public SamplingRequest withTimesteps(List<Double> custom) {
    return new SamplingRequest(
        sampler, steps, custom, sigmas, arguments, overrides, guidance, noise);
  }

  /** With custom noise levels. */
  public SamplingRequest withSigmas(List<Double> custom) {
    return new SamplingRequest(
        sampler, steps, timesteps, custom, arguments, overrides, guidance, noise);
  }

  /** With an argument of the step. */
  public SamplingRequest withArgument(String name, double value) {
    Map<String, Double> all = new HashMap<>(arguments);
    all.put(name, value);
    return new SamplingRequest(sampler, steps, timesteps, sigmas, all, overrides, guidance, noise);
  }

  /** With keys of the scheduler configuration. */
  public SamplingRequest withOverrides(Map<String, Object> keys) {
    return new SamplingRequest(sampler, steps, timesteps, sigmas, arguments, keys, guidance, noise);
  }

  /** With a guidance. */
  public SamplingRequest withGuidance(Guidance other) {
    return new SamplingRequest(
        sampler, steps, timesteps, sigmas, arguments, overrides, other, noise);
  }

  /** With another generator. */
  public SamplingRequest withNoise(NoiseSource other) {
    return new SamplingRequest(
        sampler, steps, timesteps, sigmas, arguments, overrides, guidance, other);
  }
}
