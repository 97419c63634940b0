package dev.langevin.client.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The data directory: whether it can be written to, and whether there is room.
 *
 * @param directory which need not exist
 */
public record DataCheck(Path directory) implements Check {
  /** With less, a server does not start. */
  private static final long NEEDED = 128L << 20;

  private static final long PLENTY = 2L << 30;
  private static final String DATA = "data";
  private static final String DISK = "disk";
  private static final String ELSEWHERE = "choose another with --data DIR or LANGEVIN_DATA";

  @Override
  public List<Finding> run() {
    Path present = directory.toAbsolutePath().normalize();
    while (!Files.exists(present) && present.getParent() != null) {
      present = present.getParent();
    }
    if (!Files.isDirectory(present)) {
      return List.of(Finding.broken(DATA, present + " is not a directory", ELSEWHERE));
    }
    if (!Files.isWritable(present)) {
      return List.of(Finding.broken(DATA, present + " can't be written to", ELSEWHERE));
    }
    String what =
        present.equals(directory.toAbsolutePath().normalize())
            ? directory.toString()
            : directory + " will be made when it is needed";
    return List.of(Finding.ok(DATA, what), room(present));
  }

  private static Finding room(Path present) {
    try {
      long left = Files.getFileStore(present).getUsableSpace();
      String what = (left >> 20) + " MiB are left";
      if (left < NEEDED) {
        return Finding.broken(
            DISK, what + ", " + (NEEDED >> 20) + " are needed", "make room, or " + ELSEWHERE);
      }
      return left < PLENTY
          ? Finding.note(
              DISK, what, "pictures and jobs stay for 30 days unless RETENTION says otherwise")
          : Finding.ok(DISK, what);
    } catch (IOException e) {
      return Finding.broken(DISK, "can't be asked: " + e.getMessage(), ELSEWHERE);
    }
  }
}
