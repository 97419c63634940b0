package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files of a layer by the paths they have in the image, in order. All have one time, so that a
 * layer depends on their contents alone; what a link points to stands in its place.
 *
 * @param entries sources by absolute paths
 */
record Tree(SortedMap<String, Entry> entries) {
  /** When everything in an image was made. The archive of classes holds it for each jar. */
  static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

  /**
   * A file or an empty folder.
   *
   * @param source its content
   * @param mode octal, such as 755
   * @param owner such as 0:0
   */
  record Entry(Path source, String mode, String owner) {}

  Tree() {
    this(new TreeMap<>());
  }

  /** Takes a file, readable by everybody, and executable by everybody if it is by somebody. */
  Tree file(Path source, String target) {
    entries.put(target, new Entry(source, Files.isExecutable(source) ? "755" : "644", "0:0"));
    return this;
  }

  /** Takes an empty folder; {@code source} is any folder. */
  Tree folder(Path source, String target, String mode, String owner) {
    entries.put(target, new Entry(source, mode, owner));
    return this;
  }

  /** Takes all files below a folder. */
  Tree all(Path folder, String target) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (Files.isRegularFile(file)) {
          file(file, target + "/" + folder.relativize(file));
        }
      }
      return this;
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }

  /** Takes all of another. */
  Tree merge(Tree other) {
    entries.putAll(other.entries);
    return this;
  }

  /** Bytes of all files. */
  long bytes() {
    long sum = 0;
    try {
      for (Entry entry : entries.values()) {
        sum += Files.isRegularFile(entry.source()) ? Files.size(entry.source()) : 0;
      }
      return sum;
    } catch (IOException e) {
      throw ImageException.failed("size", e);
    }
  }
}
