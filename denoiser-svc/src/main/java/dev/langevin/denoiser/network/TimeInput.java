package dev.langevin.denoiser.network;

import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How the network takes the time: one for each row, or a single one for the whole batch, whose rows
 * must then agree.
 *
 * @param port the input
 * @param perRow whether each row has its own
 */
record TimeInput(Port port, boolean perRow) {
  static TimeInput of(OnnxNetwork network) {
    Port port = network.input("timestep");
    List<ElementType> types =
        List.of(
            ElementType.FLOAT,
            ElementType.FLOAT16,
            ElementType.DOUBLE,
            ElementType.INT64,
            ElementType.INT32);
    if (!types.contains(port.type()) || port.rank() > 1) {
      String why = "its timestep of %s with %d axes is not a number per row or per batch";
      throw ModelException.network(network.file(), why.formatted(port.type(), port.rank()), null);
    }
    boolean fixedOne = port.rank() == 1 && port.shape().getFirst() == 1;
    return new TimeInput(port, port.rank() == 1 && !fixedOne);
  }

  /** Puts a row's time behind the others, or the first one's alone; integer inputs truncate. */
  void add(double value, Stack stack) {
    if (perRow || stack.rows() == 0) {
      put(stack.next(port.type().bytes()), value);
    }
  }

  /** The input's array for so many rows. */
  Array array(Stack stack, int padded) {
    int count = perRow ? padded : 1;
    stack.pad(count);
    return stack.array(port.type(), port.rank() == 0 ? new long[0] : new long[] {count});
  }

  private void put(ByteBuffer buffer, double time) {
    switch (port.type()) {
      case FLOAT -> buffer.putFloat((float) time);
      case DOUBLE -> buffer.putDouble(time);
      case INT64 -> buffer.putLong((long) time);
      case INT32 -> buffer.putInt((int) time);
      case FLOAT16 -> buffer.putShort(Float.floatToFloat16((float) time));
      case BOOL -> throw new IllegalStateException("refused when it was loaded");
    }
  }
}
