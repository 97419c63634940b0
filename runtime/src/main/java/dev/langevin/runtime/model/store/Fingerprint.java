package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What changes when a model's files do, without reading them: their names, sizes and times.
 *
 * @param files one line a file
 */
record Fingerprint(Set<String> files) {
  static Fingerprint of(ModelEntry entry) {
    return switch (entry) {
      case ModelEntry.Usable usable -> of(usable.directory());
      case ModelEntry.Broken broken -> of(broken.root(), 2, Stream.of(broken.root()));
    };
  }

  private static Fingerprint of(ModelDirectory directory) {
    return of(
        directory.root(),
        Integer.MAX_VALUE,
        Stream.concat(
            Stream.of(ModelDirectory.INDEX, "langevin.json")
                .flatMap(name -> directory.file(name).stream()),
            directory.parts().stream().map(directory::part)));
  }

  private static Fingerprint of(Path root, int depth, Stream<Path> places) {
    Set<String> files = new TreeSet<>();
    places.forEach(place -> add(root, place, depth, files));
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
