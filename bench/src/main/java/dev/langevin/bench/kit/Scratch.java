package dev.langevin.bench.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for files that are read and then gone. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  /** Makes one in the system's folder for such. */
  public Scratch() throws IOException {
    folder = Files.createTempDirectory("langevin-bench-");
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
