package dev.langevin.decoder.vae;

import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.numeric.Float16;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
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
      throw bad("its signature %s → %s is not [B,C,H,W] → [B,C,H,W]", network.inputs(), output);
    }
  }

  /** Takes the network over, and closes it if it is not one of pictures. */
  static ImageNetwork of(OnnxNetwork network) {
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

  /** Channels it takes, or -1 if it does not say. */
  int channelsIn() {
    return fixed(input, 1);
  }

  /** Channels it gives, or -1 if it does not say. */
  int channelsOut() {
    return fixed(output, 1);
  }

  /** The only height it takes, or -1. */
  int height() {
    return fixed(input, 2);
  }

  /** The only width it takes, or -1. */
  int width() {
    return fixed(input, 3);
  }

  /** Whether it takes half floats. */
  boolean isHalf() {
    return input.type() == ElementType.FLOAT16;
  }

  /** Runs it once; what it gives must have those extents, of which -1 is any. */
  Planes run(Planes planes, int channels, int height, int width) {
    long[] shape = {1, planes.channels(), planes.height(), planes.width()};
    Array array = new Array(input.type(), shape, bytes(planes.values()));
    Array result =
        network.run(Map.of(input.name(), array), Set.of(output.name())).get(output.name());
    long[] is = result.shape();
    if ((channels >= 0 && is[1] != channels) || is[2] != height || is[3] != width) {
      throw bad(
          "of %dx%dx%d it makes %dx%dx%d, not %sx%dx%d",
          shape[1], shape[2], shape[3], is[1], is[2], is[3], channels, height, width);
    }
    return new Planes((int) is[1], height, width, floats(result));
  }

  /** What is wrong with the network. */
  ModelException bad(String why, Object... values) {
    return ModelException.network(network.file(), why.formatted(values), null);
  }

  @Override
  public void close() {
    network.close();
  }

  private ByteBuffer bytes(float[] values) {
    ByteBuffer bytes = Array.allocate(values.length * input.type().bytes());
    if (input.type() == ElementType.FLOAT) {
      bytes.asFloatBuffer().put(values);
    } else {
      Float16.narrow(FloatBuffer.wrap(values), bytes.asShortBuffer());
    }
    return bytes;
  }

  private static float[] floats(Array array) {
    if (array.type() == ElementType.FLOAT) {
      return array.floatArray();
    }
    float[] values = new float[array.data().limit() / Short.BYTES];
    Float16.widen(array.data().asShortBuffer(), FloatBuffer.wrap(values));
    return values;
  }

  private static int fixed(Port port, int axis) {
    return Math.toIntExact(Math.max(-1, port.shape().get(axis)));
  }

  private static boolean isImage(Port port) {
    boolean real = port.type() == ElementType.FLOAT || port.type() == ElementType.FLOAT16;
    return port.rank() == RANK && real;
  }
}
