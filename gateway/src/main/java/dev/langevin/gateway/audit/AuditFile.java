package dev.langevin.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The file that lines are appended to. Whoever rotates it moves it away: the next lines go into a
 * new one of the name. Used by one thread.
 */
final class AuditFile implements AuditLines {
  private final Path path;
  private FileChannel open;
  private Object opened;

  AuditFile(Path path) {
    this.path = path;
  }

  @Override
  public void append(String lines) throws IOException {
    if (open != null && !Objects.equals(opened, there())) {
      close();
    }
    if (open == null) {
      open =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      opened = there();
    }
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = open;
    open = null;
    if (channel != null) {
      channel.close();
    }
  }

  /** Which file has the name now; null if none has. */
  private Object there() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
