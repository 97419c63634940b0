package dev.langevin.bench.chaos.strike;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What disks and people do to files. */
enum Damage {
  /** One bit is another. */
  FLIP {
    @Override
    void to(Path file, Path other, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
    }
  },
  /** The rest is missing. */
  TRUNCATE {
    @Override
    void to(Path file, Path other, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length)));
    }
  },
  /** It is gone. */
  DELETE {
    @Override
    void to(Path file, Path other, Random random) throws IOException {
      Files.deleteIfExists(file);
    }
  },
  /** It is another one under this one's name. */
  FOREIGN {
    @Override
    void to(Path file, Path other, Random random) throws IOException {
      Files.write(file, Files.readAllBytes(other));
    }
  };

  abstract void to(Path file, Path other, Random random) throws IOException;

  /**
   * Damages every file in a directory, each in the way whose turn it is.
   *
   * @return how many were
   */
  static int all(Path directory, long seed) throws IOException {
    Random random = new Random(seed);
    int damaged = 0;
    List<Path> files = files(directory);
    for (int i = 0; i < files.size(); i++) {
      try {
        values()[i % values().length].to(files.get(i), files.get((i + 1) % files.size()), random);
        damaged++;
      } catch (NoSuchFileException e) {
        // Its owner has just deleted it.
      }
    }
    return damaged;
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !directory.relativize(file).startsWith(".incoming"))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
