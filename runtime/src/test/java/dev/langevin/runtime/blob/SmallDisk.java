package dev.langevin.runtime.blob;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system in memory that is soon full; where tests may not mount one, they are skipped. */
public final class SmallDisk implements AutoCloseable {
  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounts one of {@code kibibytes} on a new directory. */
  public static SmallDisk mount(Path directory, int kibibytes) throws IOException {
    Files.createDirectories(directory);
    assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "there is no mount");
    String size = "size=" + kibibytes + "k";
    Process mount = start("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString());
    assumeTrue(mount.onExit().join().exitValue() == 0, "this user may not mount a file system");
    return new SmallDisk(directory);
  }

  /** Its directory. */
  public Path root() {
    return root;
  }

  /** Takes all the room that is left. */
  public void fill() throws IOException {
    byte[] page = new byte[4096];
    try {
      while (true) {
        Files.write(filler(), page, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException full) {
      // That is the purpose.
    }
  }

  /** Gives the room back. */
  public void empty() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return root.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    start("umount", "-l", root.toString()).onExit().join();
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
