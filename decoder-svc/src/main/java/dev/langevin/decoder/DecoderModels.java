package dev.langevin.decoder;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a directory by name. One that can't be loaded does not hinder the others. */
final class DecoderModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderModels.class);

  private final NetworkThread thread = new NetworkThread();
  private final Map<String, DecoderModel> loaded = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  private DecoderModels() {}

  static DecoderModels load(Path directory, ExecutionSettings settings) {
    DecoderModels models = new DecoderModels();
    try {
      for (ModelEntry entry : scan(directory)) {
        switch (entry) {
          case ModelEntry.Usable usable -> models.load(usable.directory(), settings);
          case ModelEntry.Broken broken -> models.report(broken.name(), broken.problem());
        }
      }
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
    if (models.loaded.isEmpty()) {
      LOG.warn("No model of {} can be used", directory);
    }
    return models;
  }

  /** The model of that name; DecoderException if there is none or it can't be used. */
  DecoderModel find(String name) {
    DecoderModel model = loaded.get(name);
    if (model != null) {
      return model;
    }
    String problem = problems.get(name);
    if (problem != null) {
      throw DecoderException.unusableModel(name, problem);
    }
    throw DecoderException.unknownModel(name, new TreeSet<>(loaded.keySet()));
  }

  @Override
  public void close() {
    thread.close();
    loaded.values().forEach(DecoderModel::close);
  }

  private void load(ModelDirectory directory, ExecutionSettings settings) {
    try {
      loaded.put(directory.name(), DecoderModel.load(directory, settings, thread));
    } catch (ModelException e) {
      report(directory.name(), e.getMessage());
    }
  }

  private void report(String name, String problem) {
    LOG.warn("Model {} can't be used: {}", name, problem);
    problems.put(name, problem);
  }

  private static List<ModelEntry> scan(Path directory) {
    try {
      return ModelDirectory.scan(directory);
    } catch (ModelException e) {
      throw new ConfigurationException("LANGEVIN_MODELS: " + e.getMessage(), e);
    }
  }
}
