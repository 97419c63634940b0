package dev.langevin.bench.fuzz.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Model directories to make inputs of.
 *
 * @param root the checkout's {@code models}
 */
public record Models(Path root) {
  private static final List<String> FORMS =
      List.of("sd1", "sd1-dynamo", "sd1-float16", "sd1-older");

  /** Those of small random networks, in the forms that exports have. */
  List<Path> tiny() {
    return FORMS.stream().map(name -> root.resolve("tiny").resolve(name)).toList();
  }

  /** One of them. */
  public Path tiny(String form) {
    return root.resolve("tiny").resolve(form);
  }

  /** The files of that name in a part of the directories, those that there are. */
  List<byte[]> files(String part, String name) {
    return Stream.concat(tiny().stream(), Stream.of(root.resolve("storybook")))
        .map(model -> model.resolve(part).resolve(name))
        .filter(Files::isRegularFile)
        .map(Models::bytes)
        .toList();
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a directory and all in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
