package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive of parsed and linked classes, which the JVM maps at its start in place of reading
 * them. It is dumped from a list, not from a run, so that it is the same every time.
 */
final class ClassArchive {
  private ClassArchive() {}

  /**
   * Dumps it.
   *
   * @param java home of the image's runtime
   * @param application folder with the launcher jar and {@code lib/}
   * @param jar the launcher
   * @param classes the list, as the JVM writes such
   */
  static void dump(Path java, Path application, Path jar, Path classes, Path archive) {
    // It holds the time of each file that it was dumped from, and is refused with others.
    touch(application);
    touch(java.resolve("lib/modules"));
    Tool.run(
        application,
        List.of(
            java.resolve("bin/java").toString(),
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-jar",
            jar.toString()));
    if (!Files.isRegularFile(archive)) {
      throw ImageException.missing(archive, "the JVM has not dumped it");
    }
  }

  private static void touch(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file)) {
          Files.setLastModifiedTime(file, FileTime.from(Tree.TIME));
        }
      }
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }
}
