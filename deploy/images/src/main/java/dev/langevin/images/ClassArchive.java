package dev.langevin.images;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive of parsed and linked classes, which the JVM maps at its start in place of reading
 * them. It is dumped from a list, not from a run, so that it is the same every time.
 */
final class ClassArchive {
  /**
   * Where the runtime and the application are while the archive is dumped, which holds the paths of
   * both: so it is the same wherever it is built. At a start the JVM only wants to find the jars
   * side by side again.
   */
  private static final Path STABLE = Path.of("/tmp/langevin-images");

  private ClassArchive() {}

  /**
   * Dumps it.
   *
   * @param java home of the image's runtime
   * @param application absolute folder with the launcher jar and {@code lib/}
   * @param jar the launcher, in that folder
   * @param classes the list, as the JVM writes such
   */
  static void dump(Path java, Path application, Path jar, Path classes, Path archive) {
    // It holds the time of each file that it was dumped from, and is refused with others.
    touch(application);
    touch(java.resolve("lib/modules"));
    try (FileChannel turn = turn()) {
      turn.lock();
      Path link = STABLE.resolve("application");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, application);
      // The JVM looks through a link at itself.
      Path runtime = STABLE.resolve("java");
      Tool.run(STABLE, List.of("rm", "-rf", runtime.toString()));
      Tool.run(STABLE, List.of("cp", "-a", java.toString(), runtime.toString()));
      Tool.run(
          application,
          List.of(
              runtime.resolve("bin/java").toString(),
              "-Xshare:dump",
              "-XX:SharedClassListFile=" + classes,
              "-XX:SharedArchiveFile=" + archive,
              "-Xlog:disable",
              "-Xlog:all=error:stderr",
              "-jar",
              link.resolve(jar.getFileName()).toString()));
    } catch (IOException e) {
      throw ImageException.failed(STABLE.toString(), e);
    }
    if (!Files.isRegularFile(archive)) {
      throw ImageException.missing(archive, "the JVM has not dumped it");
    }
  }

  /** Who locks it is the only one on this machine until it is closed. */
  private static FileChannel turn() throws IOException {
    Files.createDirectories(STABLE);
    return FileChannel.open(
        STABLE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
