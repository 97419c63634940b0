package dev.langevin.runtime.model;

import java.nio.file.Path;

/** A directory that a scan found. */
public sealed interface ModelEntry {
  /** The name of the model, or of its directory where the model can't be read. */
  String name();

  /** One that can be loaded. */
  record Usable(ModelDirectory directory) implements ModelEntry {
    @Override
    public String name() {
      return directory.name();
    }
  }

  /**
   * One that can't.
   *
   * @param problem names the file and what is wrong with it
   */
  record Broken(Path root, String name, String problem) implements ModelEntry {}
}
