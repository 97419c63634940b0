package dev.langevin.bench.fuzz.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The input that is being fed, in a file: should native code end the process, it is still there.
 */
final class LastInput implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  /** Of a target, in a folder that is made. */
  LastInput(Path folder, String target) throws IOException {
    Files.createDirectories(folder);
    file = folder.resolve("last-" + target);
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  void keep(byte[] input) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(input), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing ended the process. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
