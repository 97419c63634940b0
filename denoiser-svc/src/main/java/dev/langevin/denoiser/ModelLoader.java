package dev.langevin.denoiser;

import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.batch.Device;
import dev.langevin.denoiser.batch.Sizes;
import dev.langevin.denoiser.measure.MeasuredStore;
import dev.langevin.denoiser.measure.Measurement;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.NetworkSource;
import dev.langevin.runtime.model.ModelDirectory;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a model ready to be served: its network, its batcher, and the measurement of its best
 * batch.
 */
final class ModelLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

  private final DenoiserConfig config;
  private final NetworkSource networks;
  private final Admission admission;
  private final Device device;

  ModelLoader(DenoiserConfig config, NetworkSource networks, Admission admission, Device device) {
    this.config = config;
    this.networks = networks;
    this.admission = admission;
    this.device = device;
  }

  /**
   * Loads a model.
   *
   * @throws dev.langevin.runtime.model.ModelException naming the file that can't be used
   * @throws dev.langevin.runtime.config.ConfigurationException if the provider can't start
   */
  ServedModel load(ModelDirectory directory) {
    // Not on the common pool, which others in this process may have filled with waiting.
    CompletableFuture<String> digest =
        CompletableFuture.supplyAsync(directory::digest, Thread::startVirtualThread);
    MeasuredStore store = new MeasuredStore(config.data());
    DenoiserNetwork network = networks.load(directory, digest::join);
    noteAssumptions(directory);
    Sizes sizes = new Sizes(cap(network), config.batchMode());
    String numerics = numerics(digest.join(), network, sizes);
    Batcher batcher = new Batcher(directory.name(), network, admission, sizes, device);
    Measurement measurement = new Measurement(network, directory, batcher, numerics, store);
    measurement.start(config.batchCap() == 0);
    LOG.info("{} loaded: {}", directory.id(), numerics);
    return new ServedModel(directory, network, batcher, measurement, numerics, digest.join());
  }

  private static void noteAssumptions(ModelDirectory directory) {
    if (!directory.configured(directory.denoiser())) {
      LOG.info(
          "{}: {} has no config.json, so {} channels and pictures of {} are taken from its network"
              + " or from Stable Diffusion 1",
          directory.name(),
          directory.denoiser(),
          directory.card().latentChannels(),
          directory.card().sizes().getFirst());
    }
  }

  /** The one that is set; else one that stays until a better one is measured. */
  private int cap(DenoiserNetwork network) {
    return config.batchCap() == 0 ? network.usualRows() : config.batchCap();
  }

  private static String numerics(String digest, DenoiserNetwork network, Sizes sizes) {
    String mode =
        switch (sizes.mode()) {
          case AUTO -> "auto";
          case DETERMINISTIC -> "deterministic-" + sizes.cap();
        };
    return String.join("/", digest.substring(0, 16), network.numerics(), mode);
  }
}
