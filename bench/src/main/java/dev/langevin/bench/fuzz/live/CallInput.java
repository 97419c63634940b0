package dev.langevin.bench.fuzz.live;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A call as an input: a byte for the method, then messages with their lengths. Any bytes are one.
 *
 * @param method which of the service's
 * @param messages what the client sends
 */
record CallInput(int method, List<byte[]> messages) {
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(method);
    for (byte[] message : messages) {
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(message.length).array());
      out.writeBytes(message);
    }
    return out.toByteArray();
  }

  static CallInput of(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    int method = in.hasRemaining() ? in.get() & 0xff : 0;
    List<byte[]> messages = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.remaining() < Integer.BYTES ? in.remaining() : in.getInt();
      byte[] message = new byte[length < 0 ? in.remaining() : Math.min(length, in.remaining())];
      in.get(message);
      messages.add(message);
    }
    return new CallInput(method, messages);
  }
}
