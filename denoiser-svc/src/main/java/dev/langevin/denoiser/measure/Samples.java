package dev.langevin.denoiser.measure;

import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Elements;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows of random numbers in the shapes of a model's default picture, to measure with. */
public final class Samples {
  private static final int TRAINING_STEPS = 1000;
  private static final int COMMON_TIME = 500;

  private Samples() {}

  /**
   * Different rows of the default picture's size, the same ones in every process.
   *
   * @throws IllegalStateException if neither network nor configuration tells an extent
   */
  public static List<RowInput> rows(DenoiserNetwork network, ModelDirectory model, int count) {
    return rows(network, model, model.card().sizes().getFirst(), count);
  }

  /** The same for the smallest picture that the model makes. */
  static List<RowInput> smallRows(DenoiserNetwork network, ModelDirectory model, int count) {
    int side = model.card().sizing().multiple();
    PictureSize usual = model.card().sizes().getFirst();
    return rows(network, model, side == 0 ? usual : new PictureSize(side, side), count);
  }

  /** The same for a picture of that size. */
  static List<RowInput> rows(
      DenoiserNetwork network, ModelDirectory model, PictureSize size, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> row(network, model, size, new Random(i)))
        .toList();
  }

  private static RowInput row(
      DenoiserNetwork network, ModelDirectory model, PictureSize size, Random random) {
    int factor = model.card().scaleFactor();
    List<Integer> likely =
        List.of(model.card().latentChannels(), size.height() / factor, size.width() / factor);
    List<Long> latent = extents(network.latent(), likely);
    Map<String, Conditioning.Part> parts = new HashMap<>();
    for (Port port : network.conditioning()) {
      List<Long> shape = extents(port, likely(port, model));
      parts.put(port.name(), new Conditioning.Part(port.type(), shape, noise(port, shape, random)));
    }
    ByteBuffer data = noise(network.latent(), latent, random);
    double time = network.timePerRow() ? random.nextInt(TRAINING_STEPS) : COMMON_TIME;
    return new RowInput(latent, data, new Conditioning(parts), time);
  }

  /** Text conditionings have tokens first and their width last. */
  private static List<Integer> likely(Port port, ModelDirectory model) {
    int width = model.textWidth().orElse(0);
    return port.rank() == 3 ? List.of(model.card().maxPromptTokens(), width) : List.of();
  }

  private static List<Long> extents(Port port, List<Integer> likely) {
    List<Long> extents = new ArrayList<>();
    for (int axis = 1; axis < port.rank(); axis++) {
      long extent = port.shape().get(axis);
      if (extent < 1) {
        extent = axis - 1 < likely.size() ? likely.get(axis - 1) : 0;
      }
      if (extent < 1) {
        throw new IllegalStateException(
            "nothing tells extent %d of %s".formatted(axis, port.name()));
      }
      extents.add(extent);
    }
    return extents;
  }

  private static ByteBuffer noise(Port port, List<Long> shape, Random random) {
    int count = (int) shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    ByteBuffer data = Array.allocate(count * port.type().bytes());
    if (Elements.real(port.type())) {
      ByteBuffer floats = Array.allocate(count * ElementType.FLOAT.bytes());
      for (int i = 0; i < count; i++) {
        floats.putFloat((float) random.nextGaussian());
      }
      data.put(Elements.convert(floats.flip(), ElementType.FLOAT, port.type()));
    }
    return data.clear();
  }
}
