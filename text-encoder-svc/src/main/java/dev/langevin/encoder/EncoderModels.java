package dev.langevin.encoder;

import dev.langevin.encoder.cache.ComputedOnce;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a directory by name. One that can't be loaded does not hinder the others. */
final class EncoderModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EncoderModels.class);

  private final Map<String, EncoderModel> loaded = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  private EncoderModels() {}

  static EncoderModels load(TextEncoderConfig config) {
    EncoderModels models = new EncoderModels();
    ComputedOnce<EncoderModel.Key, Encoding> cache =
        new ComputedOnce<>(config.cacheEntries(), config.cacheBytes(), Encoding::getSerializedSize);
    for (ModelEntry entry : scan(config)) {
      switch (entry) {
        case ModelEntry.Usable usable -> models.load(usable.directory(), config, cache);
        case ModelEntry.Broken broken -> models.report(broken.name(), broken.problem());
      }
    }
    if (models.loaded.isEmpty()) {
      LOG.warn("No model of {} can be used", config.models());
    }
    return models;
  }

  /** The model of that name; EncoderException if there is none or it can't be used. */
  EncoderModel find(String name) {
    EncoderModel model = loaded.get(name);
    if (model != null) {
      return model;
    }
    String problem = problems.get(name);
    if (problem != null) {
      throw EncoderException.unusableModel(name, problem);
    }
    throw EncoderException.unknownModel(name, new TreeSet<>(loaded.keySet()));
  }

  @Override
  public void close() {
    loaded.values().forEach(EncoderModel::close);
  }

  private void load(
      ModelDirectory directory,
      TextEncoderConfig config,
      ComputedOnce<EncoderModel.Key, Encoding> cache) {
    try {
      loaded.put(directory.name(), EncoderModel.load(directory, config.execution(), cache));
    } catch (ModelException e) {
      report(directory.name(), e.getMessage());
    }
  }

  private void report(String name, String problem) {
    LOG.warn("Model {} can't be used: {}", name, problem);
    problems.put(name, problem);
  }

  private static List<ModelEntry> scan(TextEncoderConfig config) {
    try {
      return ModelDirectory.scan(config.models());
    } catch (ModelException e) {
      throw new ConfigurationException("LANGEVIN_MODELS: " + e.getMessage(), e);
    }
  }
}
