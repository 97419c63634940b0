package dev.langevin.denoiser;

import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.batch.Device;
import dev.langevin.denoiser.batch.Sizes;
import dev.langevin.denoiser.measure.MeasuredStore;
import dev.langevin.denoiser.measure.Measurement;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.Hardware;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a denoiser: those that are loaded, and those that can't be, with why. */
public final class Models implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Models.class);

  /** Good on most processors, as far as measured; stays until a better one is measured. */
  private static final int CPU_CAP = 8;

  private static final int CUDA_CAP = 16;

  private final Map<String, ServedModel> served = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private final DenoiserConfig config;
  private final Admission admission;
  private final Device device = new Device();

  private Models(DenoiserConfig config, Admission admission) {
    this.config = config;
    this.admission = admission;
  }

  /**
   * Loads every model of the configured directory. One that can't be loaded does not stop the
   * others.
   *
   * @throws ConfigurationException if there is no model at all, or the provider can't start
   */
  static Models load(DenoiserConfig config, Admission admission) {
    Models models = new Models(config, admission);
    try {
      List<ModelEntry> entries = ModelDirectory.scan(config.models());
      if (entries.isEmpty()) {
        throw new ConfigurationException(
            "LANGEVIN_MODELS: %s holds no model directory".formatted(config.models()));
      }
      entries.forEach(models::add);
      return models;
    } catch (ModelException e) {
      throw new ConfigurationException("LANGEVIN_MODELS: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      models.close();
      throw e;
    }
  }

  /** The model of that name, or a refusal that names those there are. */
  public ServedModel find(String name) {
    ServedModel model = served.get(name);
    if (model != null) {
      return model;
    }
    if (problems.containsKey(name)) {
      throw DenoiserException.modelUnusable(name, problems.get(name));
    }
    throw DenoiserException.unknownModel(name, List.copyOf(served.keySet()));
  }

  /** Those that are loaded, the default first. */
  public Collection<ServedModel> served() {
    return served.values();
  }

  /** What is wrong with the others, by name. */
  public Map<String, String> problems() {
    return problems;
  }

  /** What runs them. */
  Device device() {
    return device;
  }

  @Override
  public void close() {
    served.values().forEach(ServedModel::close);
  }

  private void add(ModelEntry entry) {
    switch (entry) {
      case ModelEntry.Broken broken -> problem(broken.name(), broken.problem());
      case ModelEntry.Usable usable -> {
        try {
          served.put(entry.name(), load(usable.directory()));
        } catch (ModelException e) {
          problem(entry.name(), e.getMessage());
        }
      }
    }
  }

  private void problem(String name, String problem) {
    LOG.error("{} can't be used: {}", name, problem);
    problems.put(name, problem);
  }

  private ServedModel load(ModelDirectory directory) {
    // Not on the common pool, which others in this process may have filled with waiting.
    CompletableFuture<String> digest =
        CompletableFuture.supplyAsync(directory::digest, Thread::startVirtualThread);
    DenoiserNetwork network = DenoiserNetwork.load(directory, config.execution());
    Sizes sizes = new Sizes(cap(network.provider()), config.batchMode());
    String numerics = numerics(digest.join(), network, sizes);
    Batcher batcher = new Batcher(directory.name(), network, admission, sizes, device);
    Measurement measurement =
        new Measurement(network, directory, batcher, numerics, new MeasuredStore(config.data()));
    measurement.start(config.batchCap() == 0);
    LOG.info("{} {} loaded: {}", directory.name(), directory.version(), numerics);
    return new ServedModel(directory, network, batcher, measurement, numerics, digest.join());
  }

  private int cap(Provider provider) {
    int usual =
        switch (provider) {
          case CPU -> CPU_CAP;
          case CUDA -> CUDA_CAP;
        };
    return config.batchCap() == 0 ? usual : config.batchCap();
  }

  private String numerics(String digest, DenoiserNetwork network, Sizes sizes) {
    Hardware hardware = Hardware.of(network.provider());
    String mode =
        switch (sizes.mode()) {
          case AUTO -> "auto";
          case DETERMINISTIC -> "deterministic-" + sizes.cap();
        };
    List<String> parts = new ArrayList<>();
    parts.add(digest.substring(0, 16));
    parts.add("onnxruntime-" + OnnxNetwork.runtimeVersion());
    parts.add(network.provider().name().toLowerCase(Locale.ROOT));
    parts.add(hardware.model());
    parts.add(hardware.instructions());
    parts.add("threads-" + config.execution().threads());
    parts.add(mode);
    return String.join("/", parts);
  }
}
