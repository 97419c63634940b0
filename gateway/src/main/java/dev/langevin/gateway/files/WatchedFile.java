package dev.langevin.gateway.files;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.lifecycle.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says, read anew within a second of its change; also where a link to it is set to
 * another one, as Kubernetes does. One that can't be read any more leaves what it said before.
 *
 * @param <T> what it says
 */
public final class WatchedFile<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int LIMIT = 16 << 20;

  /** What tells one state of a file from another. */
  private record Version(Object file, Object modified, long size) {}

  private final String setting;
  private final Path file;
  private final Function<byte[], T> reader;
  private final Rounds rounds;
  private Version read;
  private boolean unreadable;
  private volatile T now;

  /**
   * Reads it.
   *
   * @param setting the key that names it, for messages
   * @param reader throws {@link IllegalArgumentException}
   * @throws ConfigurationException if that can't be done
   */
  public WatchedFile(String setting, Path file, Function<byte[], T> reader) {
    this.setting = setting;
    this.file = file;
    this.reader = reader;
    try {
      read = version();
      now = read();
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException("%s: %s: %s".formatted(setting, file, why(e)), e);
    }
    rounds = Rounds.startLater("file of " + setting, PERIOD, this::look);
  }

  /** What it says. */
  public T now() {
    return now;
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void look() {
    try {
      Version version = version();
      if (version.equals(read)) {
        return;
      }
      try {
        now = read();
        LOG.info("{}: {} was read anew", setting, file);
      } catch (IllegalArgumentException e) {
        keeps(e); // it is wrong until it changes
      }
      read = version;
      unreadable = false;
    } catch (IOException e) {
      if (!unreadable) {
        keeps(e);
      }
      unreadable = true;
      read = null; // whoever may read it is no part of its version, so it is tried again
    }
  }

  private void keeps(Exception e) {
    LOG.warn("{}: {}: {}; what it said before holds", setting, file, why(e));
  }

  private Version version() throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new Version(found.fileKey(), found.lastModifiedTime(), found.size());
  }

  private T read() throws IOException {
    if (Files.size(file) > LIMIT) {
      throw new IllegalArgumentException("it is larger than %,d bytes".formatted(LIMIT));
    }
    return reader.apply(Files.readAllBytes(file));
  }

  private static String why(Exception e) {
    return e instanceof IOException ? "it can't be read" : e.getMessage();
  }
}
