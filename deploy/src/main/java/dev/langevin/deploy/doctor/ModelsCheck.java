package dev.langevin.deploy.doctor;

import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory of models, as the services read it; no network is loaded.
 *
 * @param models which holds a directory for each
 */
public record ModelsCheck(Path models) implements Check {
  private static final String SUBJECT = "models";

  @Override
  public List<Finding> run() {
    List<ModelEntry> entries;
    try {
      entries = ModelDirectory.scan(models);
    } catch (ModelException e) {
      return List.of(Finding.broken(SUBJECT, e.getMessage(), "choose another with --models DIR"));
    }
    if (entries.isEmpty()) {
      return List.of(
          Finding.broken(
              SUBJECT,
              models + " holds no model directory",
              "choose another with --models DIR or LANGEVIN_MODELS"));
    }
    return entries.stream().map(ModelsCheck::finding).toList();
  }

  private static Finding finding(ModelEntry entry) {
    String subject = "model " + entry.name();
    return switch (entry) {
      case ModelEntry.Usable usable ->
          Finding.ok(subject, "complete, in " + usable.directory().root());
      case ModelEntry.Broken broken ->
          Finding.broken(
              subject, broken.problem(), "set it right, or take " + broken.root() + " away");
    };
  }
}
