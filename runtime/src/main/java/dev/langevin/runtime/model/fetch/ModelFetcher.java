package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.model.fetch.ModelManifest.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fetches a published model directory. It is put together beside its place, in {@code
 * .NAME.fetching}, where a further try finds what is there already, and renamed when every file is
 * right. Several processes may do it at once; one does, and the others wait.
 */
public final class ModelFetcher {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What became of it. */
  public enum Outcome {
    /** It was there already, by its manifest and the sizes of its files. */
    THERE,
    /** It was fetched. */
    FETCHED
  }

  private final ModelDepot source;
  private final Path target;
  private final Path work;
  private final Consumer<String> told;

  private ModelFetcher(ModelDepot source, Path target, Consumer<String> told) {
    this.source = source;
    this.target = target;
    this.work = target.resolveSibling("." + target.getFileName() + ".fetching");
    this.told = told;
  }

  /**
   * Makes the target what the source has.
   *
   * @param target the model directory; one that was fetched before gives way
   * @param pin SHA-256 of the manifest that is wanted; empty for the one there is
   * @param told of each file that is fetched
   * @throws FetchException if nothing is published there, or what comes is not what was, or can't
   *     be written
   * @throws dev.langevin.runtime.blob.BlobException if the source refuses
   */
  public static Outcome fetch(
      ModelDepot source, Path target, Optional<String> pin, Consumer<String> told) {
    ModelFetcher fetcher = new ModelFetcher(source, target.toAbsolutePath().normalize(), told);
    try {
      return fetcher.locked(pin);
    } catch (IOException e) {
      throw FetchException.file(target, e);
    }
  }

  /** The manifest of what a depot has. */
  static ModelManifest manifest(ModelDepot depot) {
    return ModelManifest.fromBytes(manifestBytes(depot));
  }

  private static byte[] manifestBytes(ModelDepot depot) {
    try (InputStream in = depot.open(ModelManifest.NAME, 0)) {
      byte[] bytes = in.readNBytes(ModelManifest.MOST_BYTES + 1);
      if (bytes.length > ModelManifest.MOST_BYTES) {
        throw FetchException.manifest(
            "it has more than %d bytes".formatted(ModelManifest.MOST_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw FetchException.broken(ModelManifest.NAME, 0, ModelManifest.MOST_BYTES, e);
    }
  }

  private Outcome locked(Optional<String> pin) throws IOException {
    Files.createDirectories(target.getParent());
    Path lockFile = target.resolveSibling("." + target.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // until it is closed, or this process dies
      byte[] manifest = published();
      String digest = Sha256.of(manifest);
      if (pin.isPresent() && !pin.get().equals(digest)) {
        throw FetchException.unpinned(pin.get(), digest);
      }
      return fetch(ModelManifest.fromBytes(manifest), manifest);
    }
  }

  private byte[] published() {
    try {
      return manifestBytes(source);
    } catch (BlobException e) {
      if (e.kind() == BlobException.Kind.NOT_FOUND) {
        throw FetchException.nothing(source.place(), e);
      }
      throw e;
    }
  }

  private Outcome fetch(ModelManifest manifest, byte[] bytes) throws IOException {
    if (Files.exists(target)) {
      if (!Files.exists(target.resolve(ModelManifest.NAME))) {
        throw FetchException.foreign(target);
      }
      if (isThere(manifest, bytes)) {
        return Outcome.THERE;
      }
    }
    Files.createDirectories(work);
    deleteStrays(manifest);
    requireRoom(manifest);
    for (Entry file : manifest.files()) {
      if (new FileFetch(source, file, work.resolve(file.path()), PAUSE).run()) {
        told.accept("%s, %d bytes".formatted(file.path(), file.bytes()));
      }
    }
    Files.write(work.resolve(ModelManifest.NAME), bytes);
    place();
    return Outcome.FETCHED;
  }

  private boolean isThere(ModelManifest manifest, byte[] bytes) throws IOException {
    if (!Arrays.equals(Files.readAllBytes(target.resolve(ModelManifest.NAME)), bytes)) {
      return false;
    }
    for (Entry file : manifest.files()) {
      Path path = target.resolve(file.path());
      if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) {
        return false;
      }
    }
    return true;
  }

  /** A rename can't take the place of a directory that holds something. */
  private void place() throws IOException {
    Path old = target.resolveSibling("." + target.getFileName() + ".old");
    delete(old);
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  private void requireRoom(ModelManifest manifest) throws IOException {
    long there = 0;
    for (Path file : files(work)) {
      there += Files.size(file);
    }
    long left = Files.getFileStore(work).getUsableSpace();
    if (manifest.bytes() - there > left) {
      throw FetchException.noRoom(target, manifest.bytes() - there, left);
    }
  }

  private void deleteStrays(ModelManifest manifest) throws IOException {
    Set<Path> wanted =
        manifest.files().stream().map(f -> work.resolve(f.path())).collect(Collectors.toSet());
    for (Path file : files(work)) {
      if (!wanted.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(file);
        }
      }
    }
  }
}
