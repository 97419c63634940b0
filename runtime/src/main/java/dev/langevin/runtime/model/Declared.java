package dev.langevin.runtime.model;

import dev.langevin.runtime.onnx.graph.OnnxFile;
import dev.langevin.runtime.onnx.graph.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a part says about itself: its configuration, which older exports lack, and the inputs that
 * its network declares.
 *
 * @param config empty where there is no file
 * @param file the network's
 */
record Declared(Json config, Path file, OnnxFile network) {
  /** A fixed extent above this is not a network's; it counts as not told. */
  private static final int MOST = 1 << 20;

  /**
   * The number in the configuration (a list there is one for each stage, and passed over), or else
   * the extent of an axis where that is fixed.
   */
  Optional<Integer> number(String field, String input, int axis) {
    Optional<Integer> configured =
        config.get(field).filter(e -> !e.isJsonArray()).map(e -> config.integer(field, e, 1, MOST));
    return configured.isPresent() ? configured : extent(input, axis);
  }

  /** The extent of an input's axis; from the end if it is negative; empty where any will do. */
  Optional<Integer> extent(String input, int axis) {
    try {
      Optional<Value> value = network.input(input);
      return value
          .map(v -> v.extent(axis < 0 ? v.shape().size() + axis : axis))
          .filter(extent -> extent > 0 && extent <= MOST)
          .map(Math::toIntExact);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /** Channels of the first output where they are fixed. */
  Optional<Integer> outputChannels() {
    try {
      return network.outputs().stream()
          .findFirst()
          .filter(output -> output.shape().size() == 4)
          .map(output -> output.extent(1))
          .filter(channels -> channels > 0 && channels <= MOST)
          .map(Math::toIntExact);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /** How often the network halves the sides of latents. */
  int halvings() {
    try {
      return network.halvings();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private ModelException damaged(IOException cause) {
    return ModelException.badNetwork(file, "not an ONNX network: " + cause.getMessage());
  }

  /** Where a number of {@link #number} comes from, for messages. */
  String source(String field, String input) {
    return config.get(field).filter(e -> !e.isJsonArray()).isPresent()
        ? "%s: %s".formatted(config.file(), field)
        : "%s: %s".formatted(file, input);
  }
}
