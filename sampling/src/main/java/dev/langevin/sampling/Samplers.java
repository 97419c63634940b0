package dev.langevin.sampling;

import java.util.List;
import java.util.Map;

/** The registry of samplers, and the way to make one. */
public final class Samplers {
  private Samplers() {}

  /** Our names, in the order in which to show them. */
  public static List<String> names() {
    throw new UnsupportedOperationException();
  }

  /** All samplers. */
  public static List<SamplerInfo> all() {
    throw new UnsupportedOperationException();
  }

  /**
   * The sampler of a name: ours, a class name of diffusers, or an alias of a user interface.
   *
   * @throws SamplingException if there is none; it names those there are, and the nearest
   */
  public static SamplerInfo named(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * The sampler that a model's own configuration asks for, by our name.
   *
   * @throws SamplingException if the configuration is not one that we can do
   */
  public static SamplerInfo ofModel(Map<String, ?> schedulerConfig) {
    throw new UnsupportedOperationException();
  }

  /**
   * Compiles a plan.
   *
   * @param schedulerConfig the model's {@code scheduler_config.json}: strings, numbers, booleans,
   *     lists and nulls
   * @throws SamplingException if configuration or request ask for what we cannot do
   */
  public static Sampler create(Map<String, ?> schedulerConfig, SamplingRequest request) {
    throw new UnsupportedOperationException();
  }

  /** What is odd in a configuration and a request but not refused, such as unknown keys. */
  public static List<String> warnings(Map<String, ?> schedulerConfig, SamplingRequest request) {
    throw new UnsupportedOperationException();
  }
}
