package dev.langevin.runtime.model;

import dev.langevin.runtime.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a directory as one service has loaded them, by name, the default first. One that
 * can't be loaded does not hinder the others; a call that names it is told why.
 *
 * @param <M> what the service keeps of a model
 */
public final class LoadedModels<M extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModels.class);

  private final Map<String, M> loaded = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private final Refusals refusals;

  private LoadedModels(Refusals refusals) {
    this.refusals = refusals;
  }

  /**
   * Loads every model of {@code directory}.
   *
   * @param load throws {@link ModelException} for a model that can't be used
   * @throws ConfigurationException if the directory can't be read or holds no model directory
   */
  public static <M extends AutoCloseable> LoadedModels<M> load(
      Path directory, Function<ModelDirectory, M> load, Refusals refusals) {
    LoadedModels<M> models = new LoadedModels<>(refusals);
    try {
      for (ModelEntry entry : scan(directory)) {
        models.add(entry, load);
      }
    } catch (RuntimeException | Error e) {
      models.close();
      throw e;
    }
    if (models.loaded.isEmpty()) {
      LOG.warn("No model of {} can be used", directory);
    }
    return models;
  }

  /** The model of that name, or the service's refusal. */
  public M find(String name) {
    M model = loaded.get(name);
    if (model != null) {
      return model;
    }
    String problem = problems.get(name);
    throw problem == null
        ? refusals.unknown().apply(name, List.copyOf(loaded.keySet()))
        : refusals.unusable().apply(name, problem);
  }

  /** Those that are loaded. */
  public Collection<M> all() {
    return Collections.unmodifiableCollection(loaded.values());
  }

  /** What is wrong with the others, by name. */
  public Map<String, String> problems() {
    return Collections.unmodifiableMap(problems);
  }

  @Override
  public void close() {
    for (M model : loaded.values()) {
      try {
        model.close();
      } catch (Exception e) {
        LOG.warn("Closing the models goes on after", e);
      }
    }
  }

  private void add(ModelEntry entry, Function<ModelDirectory, M> load) {
    switch (entry) {
      case ModelEntry.Broken broken -> report(broken.name(), broken.problem());
      case ModelEntry.Usable usable -> {
        try {
          loaded.put(usable.name(), load.apply(usable.directory()));
        } catch (ModelException e) {
          report(usable.name(), e.getMessage());
        }
      }
    }
  }

  private void report(String name, String problem) {
    LOG.error("Model {} can't be used: {}", name, problem);
    problems.put(name, problem);
  }

  private static List<ModelEntry> scan(Path directory) {
    List<ModelEntry> entries;
    try {
      entries = ModelDirectory.scan(directory);
    } catch (ModelException e) {
      throw new ConfigurationException("LANGEVIN_MODELS: " + e.getMessage(), e);
    }
    if (entries.isEmpty()) {
      throw new ConfigurationException(
          "LANGEVIN_MODELS: %s holds no model directory".formatted(directory));
    }
    return entries;
  }

  /**
   * What a service throws for a model that it does not have.
   *
   * @param unknown of a name and the names there are
   * @param unusable of a name and what is wrong with the model
   */
  public record Refusals(
      BiFunction<String, Collection<String>, ? extends RuntimeException> unknown,
      BiFunction<String, String, ? extends RuntimeException> unusable) {}
}
