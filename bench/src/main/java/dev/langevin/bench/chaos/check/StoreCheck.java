package dev.langevin.bench.chaos.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares files on the disk with what they are there for. */
public final class StoreCheck {
  /** Files that are being written; what a killed writer left there is swept later. */
  private static final String INCOMING = ".incoming";

  /** Lines of batches. */
  private static final String BATCHES = "batches";

  private StoreCheck() {}

  /**
   * Compares the pictures of a store with those that generations name.
   *
   * @param store the artifact store's directory: two characters, id, index-sha256
   */
  public static List<Finding> artifacts(Path store, Listing listing) throws IOException {
    Set<String> named =
        listing.endings().values().stream()
            .flatMap(ending -> ending.artifacts().stream())
            .collect(Collectors.toSet());
    Set<String> stored = new TreeSet<>();
    for (Path file : files(store)) {
      if (store.relativize(file).startsWith(BATCHES)) {
        continue;
      }
      stored.add(file.getParent().getFileName() + "/" + file.getFileName());
    }
    List<Finding> findings = new ArrayList<>();
    Set<String> missing = new HashSet<>(named);
    missing.removeAll(stored);
    missing.forEach(name -> findings.add(new Finding(Problem.LOST, name + " is not stored")));
    stored.removeAll(named);
    stored.forEach(
        name -> findings.add(new Finding(Problem.STRAY, name + " belongs to no picture")));
    return findings;
  }

  /**
   * Lines of batches that are left although all batches were deleted.
   *
   * @param store as above
   * @param known the names of the blobs that batches had; others, whose upload was answered to
   *     nobody, gateways sweep after an hour
   */
  public static List<Finding> blobs(Path store, Set<String> known) throws IOException {
    return blobs(store).stream()
        .filter(known::contains)
        .map(
            name ->
                new Finding(Problem.STRAY, "the lines " + name + " of a deleted batch are left"))
        .toList();
  }

  /** The names of all blobs. */
  public static List<String> blobs(Path store) throws IOException {
    Path owner = store.resolve(BATCHES).resolve("owner"); // says which Kafka they are of
    return files(store.resolve(BATCHES)).stream()
        .filter(file -> !file.startsWith(owner))
        .map(file -> file.getParent().getFileName() + "/" + file.getFileName())
        .toList();
  }

  /** Checkpoints that are left although every job has ended. */
  public static List<Finding> checkpoints(Path directory) throws IOException {
    return files(directory).stream()
        .map(file -> new Finding(Problem.STRAY, directory.relativize(file) + " is left"))
        .toList();
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !directory.relativize(file).startsWith(INCOMING))
          .toList();
    } catch (UncheckedIOException e) {
      return files(directory); // a file was deleted under the walk
    }
  }
}
