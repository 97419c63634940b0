package dev.langevin.client.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that the operating system gives up when its process dies. It is on a byte far behind the
 * content, so that others may read who holds it.
 */
final class FileMutex implements AutoCloseable {
  private static final long POSITION = Long.MAX_VALUE - 1;

  /**
   * POSIX drops a process's locks on a file when the process closes any descriptor of it, so a file
   * locked by this process is never opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileMutex(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock on {@code file} and writes this process's id into it, or is empty if taken. */
  static Optional<FileMutex> tryAcquire(Path file) throws IOException {
    Path key = file.toAbsolutePath().normalize();
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock(POSITION, 1, false);
      if (lock != null) {
        channel.truncate(0);
        String holder = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new FileMutex(key, channel));
      }
    } catch (IOException | RuntimeException e) {
      HELD.remove(key);
      closeQuietly(channel);
      throw e;
    }
    HELD.remove(key);
    closeQuietly(channel);
    return Optional.empty();
  }

  /** Whether somebody holds the lock on an existing file. */
  static boolean held(Path file) {
    if (HELD.contains(file.toAbsolutePath().normalize())) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock(POSITION, 1, false)) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** The id of the process that holds, or held last, the lock; empty when unknown. */
  static String holder(Path file) {
    try {
      return HELD.contains(file.toAbsolutePath().normalize())
          ? Long.toString(ProcessHandle.current().pid())
          : Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    HELD.remove(file);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written that matters.
    }
  }
}
