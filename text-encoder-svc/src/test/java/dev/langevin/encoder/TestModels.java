package dev.langevin.encoder;

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

  /** One model directory. */
  public static Path tiny() {
    return all().resolve("tiny");
  }

  /** A directory of the checkout's models. */
  public static Path checkout(String name) {
    return Path.of("..", "models", name);
  }

  /** Copies a model directory to be broken. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
