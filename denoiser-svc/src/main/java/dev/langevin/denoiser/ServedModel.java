package dev.langevin.denoiser;

import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.measure.Measurement;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.store.StoredModel;

/**
 * A model that is loaded.
 *
 * @param numericsId what its predictions' bits depend on
 * @param digest hex SHA-256 over its files
 */
public record ServedModel(
    ModelDirectory directory,
    DenoiserNetwork network,
    Batcher batcher,
    Measurement measurement,
    String numericsId,
    String digest)
    implements StoredModel {
  @Override
  public void close() {
    batcher.close();
  }
}
