package dev.langevin.client.local;

import dev.langevin.client.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory that at most one server uses at a time, and through which others find it.
 *
 * <ul>
 *   <li>{@code server.lock} is locked as long as the server lives, however it ends;
 *   <li>{@code server.address} holds host:port while the server takes new users;
 *   <li>{@code visitors/} holds one locked file per process that uses a server started for one
 *       call, so that its owner knows when it may stop it.
 * </ul>
 *
 * A visitor locks its file before it reads the address, and an owner withdraws the address before
 * it looks for visitors: none is overlooked.
 */
public final class DataDirectory {
  private final Path root;

  private DataDirectory(Path root) {
    this.root = root;
  }

  /**
   * Makes the directory if it is absent, and proves that it can be written to.
   *
   * @throws CommandException if it can't
   */
  public static DataDirectory open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute.resolve("visitors"));
      Path probe = Files.createTempFile(absolute, ".probe", null);
      try {
        Files.write(probe, new byte[4096]);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw unusable(absolute, e);
    }
    return new DataDirectory(absolute);
  }

  /**
   * The address of the server that runs on a data directory, without making or changing anything;
   * empty if none does.
   */
  public static String running(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    Path lock = absolute.resolve("server.lock");
    return Files.exists(lock) && FileMutex.held(lock)
        ? new DataDirectory(absolute).readAddress()
        : "";
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** Becomes the one process that may run a server here; empty if another one is. */
  public Optional<Ownership> own() {
    try {
      Optional<FileMutex> mutex = FileMutex.tryAcquire(root.resolve("server.lock"));
      if (mutex.isPresent()) {
        Files.deleteIfExists(address());
      }
      return mutex.map(Ownership::new);
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Announces this process as a user of the running server; empty if there is none to use. */
  public Optional<Visit> visit() {
    try {
      Path file = visitors().resolve(UUID.randomUUID().toString());
      FileMutex mutex =
          FileMutex.tryAcquire(file).orElseThrow(() -> new IOException(file + " is locked"));
      Visit visit = new Visit(file, mutex, readAddress());
      if (visit.address().isEmpty()) {
        visit.close();
        return Optional.empty();
      }
      return Optional.of(visit);
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** The id of the process that owns the directory, for messages. */
  public String owner() {
    return FileMutex.holder(root.resolve("server.lock"));
  }

  /** The address that the owner published; empty if there is none. */
  public String readAddress() {
    try {
      return Files.readString(address(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private Path address() {
    return root.resolve("server.address");
  }

  private Path visitors() {
    return root.resolve("visitors");
  }

  private static CommandException unusable(Path root, IOException e) {
    return CommandException.unavailable(
        "data directory "
            + root
            + " can't be written to: "
            + CommandException.reason(e)
            + "; choose another with --data DIR",
        e);
  }

  /** The right to run a server here; closing gives it up. */
  public final class Ownership implements AutoCloseable {
    private final FileMutex mutex;

    private Ownership(FileMutex mutex) {
      this.mutex = mutex;
    }

    /** Lets others find the server. */
    public void publish(String address) {
      try {
        Path draft = Files.createTempFile(root, ".address", null);
        Files.writeString(draft, address + "\n", StandardCharsets.US_ASCII);
        Files.move(draft, address(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw unusable(root, e);
      }
    }

    /** No others shall find the server from now on. */
    public void withdraw() {
      try {
        Files.deleteIfExists(address());
      } catch (IOException e) {
        throw unusable(root, e);
      }
    }

    /** How many processes use the server; files of those that died are removed. */
    public int visitors() {
      int alive = 0;
      try (Stream<Path> files = Files.list(DataDirectory.this.visitors())) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Optional<FileMutex> dead = FileMutex.tryAcquire(file);
          if (dead.isPresent()) {
            Files.deleteIfExists(file);
            dead.get().close();
          } else {
            alive++;
          }
        }
      } catch (IOException e) {
        throw unusable(root, e);
      }
      return alive;
    }

    @Override
    public void close() {
      withdraw();
      mutex.close();
    }
  }

  /** The use of a server that somebody else started; closing ends it. */
  public record Visit(Path file, AutoCloseable mutex, String address) implements AutoCloseable {
    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
        mutex.close();
      } catch (Exception e) {
        // A file that stays is unlocked when the process ends, and removed by the owner.
      }
    }
  }
}
