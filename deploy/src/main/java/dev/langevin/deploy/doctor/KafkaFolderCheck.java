package dev.langevin.deploy.doctor;

import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data of the broker that {@code langevin serve} starts.
 *
 * @param directory which need not exist
 * @param running whether a server runs on the data directory, whose broker then has its lock
 */
public record KafkaFolderCheck(Path directory, boolean running) implements Check {
  private static final String SUBJECT = "Kafka's data";

  @Override
  public List<Finding> run() {
    try {
      return List.of(finding());
    } catch (IOException e) {
      return List.of(
          Finding.broken(
              SUBJECT, directory + " can't be read: " + e, "see who owns it and its disk"));
    }
  }

  private Finding finding() throws IOException {
    if (!Files.isDirectory(directory)) {
      return Finding.ok(SUBJECT, directory + " will be made by the first server");
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent() && !Files.isReadable(directory.resolve("meta.properties"))) {
        return Finding.broken(
            SUBJECT,
            directory + " has no meta.properties that can be read: no broker wrote it",
            "take it away, and the jobs in it with it, or choose another data directory");
      }
    }
    Path lock = directory.resolve(".lock");
    if (running) {
      return Finding.ok(SUBJECT, directory + " is the running server's");
    }
    return Files.exists(lock) && held(lock)
        ? Finding.broken(
            SUBJECT,
            lock + " is locked, though no server of this data directory runs",
            "end the process that has it; fuser or lsof name it")
        : Finding.ok(SUBJECT, directory + ", free");
  }

  private static boolean held(Path lock) throws IOException {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock mine = channel.tryLock()) {
      return mine == null;
    }
  }
}
