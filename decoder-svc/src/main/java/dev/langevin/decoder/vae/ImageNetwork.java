package dev.langevin.decoder.vae;

import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One half of an autoencoder: an input [batch, channels, height, width] and a first output of the
 * same rank, floats or half floats. It is run one picture at a time, so that a picture's bytes
 * can't depend on other pictures.
 */
final class ImageNetwork implements AutoCloseable {
  private static final int RANK = 4;

  private final OnnxNetwork network;
  private final Port input;
  private final Port output;

  private ImageNetwork(OnnxNetwork network) {
    this.network = network;
    this.input = network.inputs().getFirst();
    this.output = network.outputs().getFirst();
    if (network.inputs().size() != 1 || !isImage(input) || !isImage(output)) {
      String why =
          "its signature %s → %s is not [B,C,H,W] → [B,C,H,W]".formatted(network.inputs(), output);
      throw ModelException.network(network.file(), why, null);
    }
  }

  static ImageNetwork load(Path file, ExecutionSettings settings) {
    OnnxNetwork network = OnnxNetwork.load(file, settings);
    try {
      return new ImageNetwork(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  Path file() {
    return network.file();
  }

  /** Height and width of the input where they are fixed, else those given. */
  int[] extent(int height, int width) {
    long h = input.shape().get(2);
    long w = input.shape().get(3);
    return new int[] {h > 0 ? (int) h : height, w > 0 ? (int) w : width};
  }

  /** Whether the network takes such an input. */
  boolean takes(int channels, int height, int width) {
    List<Long> shape = input.shape();
    int[] extents = {channels, height, width};
    for (int i = 0; i < extents.length; i++) {
      if (shape.get(i + 1) > 0 && shape.get(i + 1) != extents[i]) {
        return false;
      }
    }
    return true;
  }

  Planes run(Planes planes) {
    long[] shape = {1, planes.channels(), planes.height(), planes.width()};
    Array array = new Array(input.type(), shape, bytes(planes.values()));
    Array result =
        network.run(Map.of(input.name(), array), Set.of(output.name())).get(output.name());
    long[] extents = result.shape();
    return new Planes((int) extents[1], (int) extents[2], (int) extents[3], floats(result));
  }

  @Override
  public void close() {
    network.close();
  }

  private ByteBuffer bytes(float[] values) {
    ByteBuffer bytes = Array.allocate(values.length * input.type().bytes());
    for (float value : values) {
      if (input.type() == ElementType.FLOAT) {
        bytes.putFloat(value);
      } else {
        bytes.putShort(Float.floatToFloat16(value));
      }
    }
    return bytes.flip();
  }

  private static float[] floats(Array array) {
    if (array.type() == ElementType.FLOAT) {
      return array.floatArray();
    }
    float[] values = new float[array.data().limit() / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.float16ToFloat(array.data().getShort(2 * i));
    }
    return values;
  }

  private static boolean isImage(Port port) {
    boolean real = port.type() == ElementType.FLOAT || port.type() == ElementType.FLOAT16;
    return port.rank() == RANK && real;
  }
}
