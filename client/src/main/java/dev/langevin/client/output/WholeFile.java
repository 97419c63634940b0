package dev.langevin.client.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that get their names only when they are whole. */
public final class WholeFile {
  private WholeFile() {}

  /** What is written into one. */
  public interface Content {
    /** Writes all of it; whatever this throws leaves the file as it was. */
    void to(OutputStream out) throws IOException;
  }

  /** Such as {@code /dev/null}: written to, never replaced. */
  static boolean special(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /** Writes a file, or replaces it. */
  public static void write(Path file, Content content) throws IOException {
    if (special(file)) {
      fill(file, content);
      return;
    }
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".langevin", ".part");
    try {
      fill(draft, content);
      FileNames.ordinaryPermissions(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void fill(Path file, Content content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      content.to(out);
    }
  }
}
