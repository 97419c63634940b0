package dev.langevin.denoiser.network;

import dev.langevin.runtime.model.ModelDirectory;
import java.util.function.Supplier;

/** Where a denoiser's networks come from. */
@FunctionalInterface
public interface NetworkSource {
  /**
   * Loads a model's network.
   *
   * @param digest of the model's files; takes a while the first time, so it is asked for only where
   *     it is needed
   * @throws dev.langevin.runtime.model.ModelException naming the file that can't be used
   * @throws dev.langevin.runtime.config.ConfigurationException if what runs it can't start
   */
  DenoiserNetwork load(ModelDirectory model, Supplier<String> digest);
}
