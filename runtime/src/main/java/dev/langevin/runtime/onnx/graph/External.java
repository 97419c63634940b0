package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a tensor's elements lie outside the network's file.
 *
 * @param location the file, beside the network's
 * @param offset where they begin in it, in bytes
 * @param length how many bytes they are; 0 where that is not said
 */
record External(String location, long offset, long length) {
  /** Of a tensor; empty where the elements are in the network's file. */
  static Optional<External> of(Wire wire, Field tensor) throws IOException {
    Map<String, String> entries = new HashMap<>();
    for (Field field : wire.fields(tensor)) {
      if (field.is(Onnx.TENSOR_EXTERNAL)) {
        entries.put(
            wire.text(wire.first(field, Onnx.ENTRY_KEY)),
            wire.text(wire.first(field, Onnx.ENTRY_VALUE)));
      }
    }
    if (!entries.containsKey("location")) {
      return Optional.empty();
    }
    long offset = number(entries, "offset");
    long length = number(entries, "length");
    if (length > Long.MAX_VALUE - offset) {
      throw new IOException(
          "length of external data: %d is more than any file has".formatted(length));
    }
    return Optional.of(new External(entries.get("location"), offset, length));
  }

  /** Where they end in their file, in bytes. */
  long end() {
    return offset + length;
  }

  /**
   * Maps them.
   *
   * @param folder where the network's file is; elements can't be outside it
   */
  ByteBuffer map(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(file(folder, location))) {
      long bytes = length > 0 ? length : channel.size() - offset;
      if (bytes < 0 || bytes > channel.size() - offset) {
        throw new IOException(
            "external data: %s has %d bytes, fewer than the %d that are named"
                .formatted(location, channel.size(), offset + bytes));
      }
      if (bytes > Integer.MAX_VALUE) {
        throw new IOException(
            "external data: %d bytes of one tensor are more than 2 GiB".formatted(bytes));
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes);
    } catch (NoSuchFileException e) {
      throw new IOException("external data: %s is missing".formatted(location), e);
    }
  }

  /** The file of that name beside a network; IOException for one that leads elsewhere. */
  static Path file(Path folder, String location) throws IOException {
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path file = root.resolve(location).normalize();
      if (file.startsWith(root) && !file.equals(root)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new IOException("external data: a name that no file can have", e);
    }
    throw new IOException("external data: %s is not beside the network".formatted(location));
  }

  private static long number(Map<String, String> entries, String key) throws IOException {
    String text = entries.getOrDefault(key, "0");
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("%s of external data: %s is not a number".formatted(key, text), e);
    }
    throw new IOException("%s of external data: %s is less than 0".formatted(key, text));
  }
}
