package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.fetch.ModelManifest.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Publishes a model directory: its files, and last the manifest, which makes it one. */
public final class ModelPublisher {
  private ModelPublisher() {}

  /**
   * Stores what the target does not have yet by its manifest. Hidden files stay behind. No file
   * that is published is ever replaced: broken off in between, neither model could be fetched.
   *
   * @param told of each file that is sent
   * @return SHA-256 of the manifest, by which exactly this model can be asked for
   * @throws dev.langevin.runtime.model.ModelException if it is no model directory
   * @throws FetchException if a file can't be read or published, or the target has another one
   * @throws BlobException if the target refuses
   */
  public static String publish(Path directory, ModelDepot target, Consumer<String> told) {
    ModelDirectory.open(directory);
    ModelManifest manifest = new ModelManifest(entries(directory));
    Map<String, Entry> there = published(target);
    for (Entry file : manifest.files()) {
      if (!file.equals(there.getOrDefault(file.path(), file))) {
        throw FetchException.other(target.place(), file.path());
      }
    }
    for (Entry file : manifest.files()) {
      if (!there.containsKey(file.path())) {
        told.accept("%s, %d bytes".formatted(file.path(), file.bytes()));
        target.put(file.path(), directory.resolve(file.path()));
      }
    }
    byte[] bytes = manifest.toBytes();
    try {
      Path aside = Files.createTempFile("langevin-manifest", ".json");
      try {
        target.put(ModelManifest.NAME, Files.write(aside, bytes));
      } finally {
        Files.delete(aside);
      }
    } catch (IOException e) {
      throw FetchException.file(directory, e);
    }
    return Sha256.of(bytes);
  }

  /** By their paths; none where nothing is. */
  private static Map<String, Entry> published(ModelDepot target) {
    try {
      return ModelFetcher.manifest(target).files().stream()
          .collect(Collectors.toMap(Entry::path, Function.identity()));
    } catch (BlobException e) {
      if (e.kind() == BlobException.Kind.NOT_FOUND) {
        return Map.of();
      }
      throw e;
    }
  }

  private static List<Entry> entries(Path directory) {
    try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> visible(directory.relativize(file)))
          .parallel()
          .map(file -> entry(directory, file))
          .toList();
    } catch (IOException e) {
      throw FetchException.file(directory, e);
    } catch (UncheckedIOException e) {
      throw FetchException.file(directory, e.getCause());
    }
  }

  private static boolean visible(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return !file.toString().equals(ModelManifest.NAME);
  }

  private static Entry entry(Path directory, Path file) {
    try {
      String path = directory.relativize(file).toString().replace('\\', '/');
      return new Entry(path, Files.size(file), Sha256.of(file));
    } catch (IOException e) {
      throw FetchException.file(file, e);
    }
  }
}
