package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.Port;
import java.util.List;

/** Checks of what a tensor says about itself against the network's input. */
final class Shapes {
  private Shapes() {}

  /** Throws unless the extents, which lack the batch axis, fit the input. */
  static void require(String field, Port port, List<Long> shape) {
    boolean fits = shape.size() == port.rank() - 1;
    for (int i = 0; fits && i < shape.size(); i++) {
      long wanted = port.shape().get(i + 1);
      fits = shape.get(i) >= 1 && (wanted < 1 || wanted == shape.get(i));
    }
    if (!fits) {
      List<String> wanted =
          port.shape().stream().skip(1).map(extent -> extent < 1 ? "*" : extent + "").toList();
      String allowed = "of shape %s, which the network takes".formatted(wanted);
      throw DenoiserException.invalid(field + ": shape", shape, allowed);
    }
  }

  /** Elements of a shape; throws if they are too many to count. */
  static long elements(String field, List<Long> shape) {
    try {
      return Tensors.elements(shape);
    } catch (IllegalArgumentException e) {
      throw DenoiserException.invalid(field + ": " + e.getMessage());
    }
  }
}
