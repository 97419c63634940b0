package dev.langevin.decoder;

import dev.langevin.runtime.model.ModelDirectory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The model directories that make_tiny.py made. */
public final class TestModels {
  private TestModels() {}

  /** The directory of model directories. */
  public static Path all() {
    try {
      return Path.of(TestModels.class.getResource("/models").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One of them. */
  public static ModelDirectory open(String name) {
    return ModelDirectory.open(all().resolve(name));
  }

  /** Copies a model directory to be broken. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
