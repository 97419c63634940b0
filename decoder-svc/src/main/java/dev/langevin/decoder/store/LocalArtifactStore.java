package dev.langevin.decoder.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory: {@code id}'s first two characters, {@code id}, {@code index-sha256}. A file is
 * written beside the others under a name of its own, flushed to the disk, and renamed, so that
 * there is all of it or none.
 */
public final class LocalArtifactStore implements ArtifactStore {
  private static final String INCOMING = ".incoming";
  private static final int ATTEMPTS = 3;

  /** After this time a file that was never renamed is nobody's; its writer was killed. */
  private static final Duration LEFTOVER_AGE = Duration.ofHours(1);

  private final Path root;

  /** A store in this directory, which {@link #check} and the first artifact make. */
  public LocalArtifactStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public void check() {
    try {
      Files.createDirectories(root);
      Files.delete(write(ByteBuffer.allocate(1)));
      deleteLeftovers(Instant.now().minus(LEFTOVER_AGE));
    } catch (IOException e) {
      throw StoreException.of(root, e);
    }
  }

  @Override
  public void put(ArtifactName name, byte[] bytes) {
    Path target = path(name);
    try {
      if (Files.isRegularFile(target) && Files.size(target) == bytes.length) {
        return;
      }
      Path incoming = write(ByteBuffer.wrap(bytes));
      try {
        move(incoming, target);
      } finally {
        Files.deleteIfExists(incoming);
      }
    } catch (IOException e) {
      throw StoreException.of(root, e);
    }
  }

  @Override
  public InputStream open(ArtifactName name) {
    try {
      return Files.newInputStream(path(name));
    } catch (NoSuchFileException e) {
      throw StoreException.notFound(name);
    } catch (IOException e) {
      throw StoreException.of(root, e);
    }
  }

  @Override
  public int sweep(String id, Set<ArtifactName> keep) {
    Path directory = directory(id);
    Set<Path> kept =
        keep.stream().filter(n -> n.id().equals(id)).map(this::path).collect(Collectors.toSet());
    try {
      int deleted = 0;
      for (Path file : files(directory)) {
        if (!kept.contains(file) && Files.deleteIfExists(file)) {
          deleted++;
        }
      }
      if (kept.isEmpty()) {
        deleteIfEmpty(directory);
      }
      return deleted;
    } catch (IOException e) {
      throw StoreException.of(root, e);
    }
  }

  /** A sweep may take the directory away between its making and the move; then it is made again. */
  private void move(Path incoming, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Files.createDirectories(target.getParent());
      try {
        Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE);
        flush(target.getParent());
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Path write(ByteBuffer bytes) throws IOException {
    Path incoming = root.resolve(INCOMING);
    Files.createDirectories(incoming);
    Path file = incoming.resolve(UUID.randomUUID().toString());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private void deleteLeftovers(Instant before) throws IOException {
    for (Path file : files(root.resolve(INCOMING))) {
      try {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException e) {
        // Another process has just renamed it.
      }
    }
  }

  /** Makes the rename durable where the system can open a directory. */
  private static void flush(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows can't, and needs not.
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody has just stored an artifact.
    }
  }

  private Path path(ArtifactName name) {
    return directory(name.id()).resolve(name.index() + "-" + name.sha256());
  }

  private Path directory(String id) {
    ArtifactName.requireId(id);
    return root.resolve(id.substring(0, Math.min(2, id.length()))).resolve(id);
  }
}
