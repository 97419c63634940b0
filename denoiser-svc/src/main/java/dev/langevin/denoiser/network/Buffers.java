package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.Array;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Direct buffers, one for each input, used again for every run and made anew only to grow. */
final class Buffers {
  private final Map<String, ByteBuffer> buffers = new HashMap<>();

  ByteBuffer get(String input, int bytes) {
    ByteBuffer buffer = buffers.get(input);
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = Array.allocate(bytes);
      buffers.put(input, buffer);
    }
    return buffer.clear().limit(bytes);
  }
}
