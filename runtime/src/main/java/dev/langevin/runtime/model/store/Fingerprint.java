package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What changes when files do, without reading them: their names, sizes and times.
 *
 * @param files one line a file
 */
record Fingerprint(Set<String> files) {
  /** Of nothing. */
  static final Fingerprint NONE = new Fingerprint(Set.of());

  /** From a directory of models down to the files of their parts. */
  private static final int MODELS_DEPTH = 3;

  /** Of all that a scan of a directory of models looks at, and somewhat more. */
  static Fingerprint ofModels(Path models) {
    Set<String> files = new TreeSet<>();
    add(models, models, MODELS_DEPTH, files);
    return new Fingerprint(files);
  }

  /** What the digest leaves out, and what is loaded with a model all the same. */
  private static final List<String> BESIDE = List.of("safety_checker", "feature_extractor");

  /** Of the files that belong to a model, and of what checks its pictures. */
  static Fingerprint of(ModelDirectory directory) {
    Set<String> files = new TreeSet<>();
    Stream.of(ModelDirectory.INDEX, "langevin.json")
        .flatMap(name -> directory.file(name).stream())
        .forEach(file -> add(directory.root(), file, 0, files));
    Stream.concat(directory.parts().stream(), BESIDE.stream())
        .map(directory::part)
        .filter(Files::isDirectory)
        .forEach(part -> add(directory.root(), part, Integer.MAX_VALUE, files));
    return new Fingerprint(files);
  }

  private static void add(Path root, Path place, int depth, Set<String> files) {
    try (Stream<Path> found = Files.walk(place, depth)) {
      for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
        files.add(
            "%s %d %s"
                .formatted(
                    root.relativize(file), Files.size(file), Files.getLastModifiedTime(file)));
      }
    } catch (IOException | UncheckedIOException e) {
      files.add(place + " can't be read"); // it is going away; the next scan sees more
    }
  }
}
