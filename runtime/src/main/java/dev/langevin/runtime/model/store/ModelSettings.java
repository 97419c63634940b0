package dev.langevin.runtime.model.store;

import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a service's models are and how it keeps them.
 *
 * @param directory of model directories; LANGEVIN_MODELS, default ./models
 * @param memory bytes of network files that may be loaded at once, 0 for any number;
 *     LANGEVIN_MODEL_MEMORY, default 0
 * @param scan how often the directory is looked at again, 0 for only when somebody asks;
 *     LANGEVIN_MODEL_SCAN, default 10s
 * @param warm which have to be loaded before the service is ready; LANGEVIN_WARM_MODELS, default
 *     none
 */
public record ModelSettings(Path directory, long memory, Duration scan, WarmModels warm) {
  private static final Duration SCAN = Duration.ofSeconds(10);

  /** Checks the ranges. */
  public ModelSettings {
    if (memory < 0) {
      throw new IllegalArgumentException("memory: %d is not 0 or more".formatted(memory));
    }
    if (scan.isNegative()) {
      throw new IllegalArgumentException("scan: %s is not 0 or more".formatted(scan));
    }
  }

  /** With no model that has to be warm. */
  public ModelSettings(Path directory, long memory, Duration scan) {
    this(directory, memory, scan, WarmModels.NONE);
  }

  /** A directory, with the defaults. */
  public static ModelSettings in(Path directory) {
    return new ModelSettings(directory, 0, SCAN);
  }

  /** Reads them; ConfigurationException for one that can't be used. */
  public static ModelSettings of(Environment environment) {
    return new ModelSettings(
        environment.path("MODELS", Path.of("models")),
        environment.longInteger("MODEL_MEMORY", 0, 0, 1L << 50),
        environment.duration("MODEL_SCAN", SCAN, Duration.ZERO, Duration.ofDays(1)),
        WarmModels.of(environment));
  }
}
