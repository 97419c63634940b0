package dev.langevin.runtime.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A directory, with a file for each blob. A file is written aside under a name of its own and
 * renamed, so that there is all of it or none.
 */
public final class LocalBlobStore implements BlobStore {
  private static final String INCOMING = ".incoming";
  private static final int ATTEMPTS = 50;

  /** After this time a file that was never renamed is nobody's; its writer was killed. */
  private static final Duration LEFTOVER_AGE = Duration.ofHours(1);

  private final String what;
  private final Path root;
  private final boolean durable;

  private LocalBlobStore(String what, Path root, boolean durable) {
    this.what = what;
    this.root = root.toAbsolutePath().normalize();
    this.durable = durable;
  }

  /**
   * A store in this directory, which {@link #check} and the first blob make. What was put survives
   * a loss of power.
   *
   * @param what a blob is, for messages
   */
  public static LocalBlobStore durable(String what, Path root) {
    return new LocalBlobStore(what, root, true);
  }

  /** The same, but what was put survives the death of its writer alone, and costs no wait. */
  public static LocalBlobStore quick(String what, Path root) {
    return new LocalBlobStore(what, root, false);
  }

  @Override
  public void check() {
    try {
      Files.createDirectories(root);
      try (BlobWriter probe = writer()) {
        probe.write(ByteBuffer.allocate(1));
      }
      deleteLeftovers(Instant.now().minus(LEFTOVER_AGE));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void put(String name, ByteBuffer bytes) {
    path(name);
    try (BlobWriter writer = writer()) {
      writer.write(bytes);
      writer.put(name);
    }
  }

  @Override
  public BlobWriter writer() {
    try {
      return new Writer(root.resolve(INCOMING).resolve(UUID.randomUUID().toString()));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public InputStream open(String name, long offset) {
    Path file = path(name);
    if (Files.isDirectory(file)) {
      throw BlobException.notFound(what, name); // there are only blobs below it
    }
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (offset > channel.size()) {
        channel.close();
        throw new IndexOutOfBoundsException(
            "offset: %d is beyond the end of %s".formatted(offset, name));
      }
      return Channels.newInputStream(channel.position(offset));
    } catch (NoSuchFileException e) {
      throw BlobException.notFound(what, name);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public OptionalLong size(String name) {
    try {
      BasicFileAttributes file = Files.readAttributes(path(name), BasicFileAttributes.class);
      return file.isRegularFile() ? OptionalLong.of(file.size()) : OptionalLong.empty();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public List<Blob> list(String folder) {
    List<Blob> blobs = new ArrayList<>();
    try {
      // What is being written is no blob yet.
      Listing listing = new Listing(root, root.resolve(INCOMING), blob -> note(blob, blobs));
      Files.walkFileTree(folder.isEmpty() ? root : path(folder), listing);
      return blobs;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public boolean delete(String name) {
    Path file = path(name);
    if (Files.isDirectory(file)) {
      return false;
    }
    try {
      boolean deleted = Files.deleteIfExists(file);
      for (Path up = file.getParent(); !up.equals(root) && deletedIfEmpty(up); ) {
        up = up.getParent();
      }
      return deleted;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * A delete may take the directory away between its making and the move; then it is made again.
   */
  private void move(Path incoming, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        if (attempt > 1) {
          Files.createDirectories(target.getParent()); // mostly it is there
        }
        Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE);
        flush(target.getParent());
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // The latter, too, is what Java says of a directory that has just gone.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static FileChannel create(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(file.getParent());
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  private void deleteLeftovers(Instant before) throws IOException {
    List<Blob> left = new ArrayList<>();
    Files.walkFileTree(root.resolve(INCOMING), new Listing(root, null, left::add));
    for (Blob file : left) {
      if (file.written().isBefore(before)) {
        Files.deleteIfExists(root.resolve(file.name()));
      }
    }
  }

  /** Makes the rename durable where the system can open a directory. */
  private void flush(Path directory) {
    if (!durable) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows can't, and needs not.
    }
  }

  /** A file of another name was put there by somebody else, and is not ours to touch. */
  private static void note(Blob blob, List<Blob> blobs) {
    if (BlobNames.valid(blob.name())) {
      blobs.add(blob);
    }
  }

  private static boolean deletedIfEmpty(Path directory) throws IOException {
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return false; // somebody has stored something
    }
  }

  private Path path(String name) {
    return root.resolve(BlobNames.require(name));
  }

  /** A file aside that becomes a blob when it is put. */
  private final class Writer implements BlobWriter {
    private final Path file;
    private final FileChannel channel;

    private Writer(Path file) throws IOException {
      this.file = file;
      this.channel = create(file);
    }

    @Override
    public void write(ByteBuffer bytes) {
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public void put(String name) {
      Path target = path(name);
      try {
        if (durable) {
          channel.force(true);
        }
        channel.close();
        move(file, target);
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  private BlobException failure(IOException e) {
    return BlobException.of(what + " store " + root, e);
  }
}
