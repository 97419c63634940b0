package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    return entries.containsKey("location")
        ? Optional.of(
            new External(
                entries.get("location"), number(entries, "offset"), number(entries, "length")))
        : Optional.empty();
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
    Path root = folder.toAbsolutePath().normalize();
    Path file = root.resolve(location).normalize();
    if (!file.startsWith(root)) {
      throw new IOException("external data: %s is not beside the network".formatted(location));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = length > 0 ? length : channel.size() - offset;
      if (offset < 0 || bytes < 0 || offset + bytes > channel.size()) {
        throw new IOException(
            "external data: %s has %d bytes, fewer than the %d that are named"
                .formatted(location, channel.size(), offset + bytes));
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes);
    }
  }

  private static long number(Map<String, String> entries, String key) throws IOException {
    try {
      return Long.parseLong(entries.getOrDefault(key, "0"));
    } catch (NumberFormatException e) {
      throw new IOException("%s of external data: %s is not a number".formatted(key, e), e);
    }
  }
}
