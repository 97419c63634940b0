package dev.langevin.sampling;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link State}: magic and version, evaluation, then four length-prefixed parts. */
final class StateFormat {
  private static final int MAGIC_AND_VERSION = 0x4C535401; // "LST", version 1

  private StateFormat() {}

  static byte[] write(State state) {
    int size =
        4 * Integer.BYTES + bytes(state.x()) + bytes(state.guidance()) + state.noise().length;
    for (float[] past : state.history()) {
      size += bytes(past);
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC_AND_VERSION).putInt(state.evaluation());
    put(out, state.x());
    out.putInt(state.history().size());
    state.history().forEach(past -> put(out, past));
    put(out, state.guidance());
    out.putInt(state.noise().length).put(state.noise());
    return out.array();
  }

  static State read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (in.getInt() != MAGIC_AND_VERSION) {
        throw SamplingException.badState("not of format version 1");
      }
      int evaluation = in.getInt();
      float[] x = floats(in);
      int past = length(in, Integer.BYTES);
      List<float[]> history = new ArrayList<>(past);
      for (int i = 0; i < past; i++) {
        history.add(floats(in));
      }
      float[] guidance = floats(in);
      byte[] noise = new byte[length(in, 1)];
      in.get(noise);
      if (evaluation < 0 || in.hasRemaining()) {
        throw SamplingException.badState(in.remaining() + " bytes left over");
      }
      return new State(evaluation, x, history, guidance, noise);
    } catch (BufferUnderflowException e) {
      throw SamplingException.badState("cut short at " + bytes.length + " bytes");
    }
  }

  private static int bytes(float[] values) {
    return Integer.BYTES + values.length * Float.BYTES;
  }

  private static void put(ByteBuffer out, float[] values) {
    out.putInt(values.length);
    out.asFloatBuffer().put(values);
    out.position(out.position() + values.length * Float.BYTES);
  }

  private static float[] floats(ByteBuffer in) {
    float[] values = new float[length(in, Float.BYTES)];
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
    return values;
  }

  /** A length that the remaining bytes can hold, so that nonsense never asks for memory. */
  private static int length(ByteBuffer in, int each) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / each) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
