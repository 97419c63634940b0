package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.model.Card;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.runtime.model.Sizing;
import dev.langevin.runtime.onnx.Port;
import java.util.List;

/** Checks of what a tensor says about itself against the network's input. */
final class Shapes {
  /** Channels, rows and columns. */
  private static final int PLANES = 3;

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

  /**
   * Throws unless latents of that shape, with planes of rows and columns, are those of a picture
   * that the model makes. The network might take others, fail in the middle, or need more memory
   * than there is.
   */
  static void requireSize(String field, Card card, List<Long> shape) {
    if (shape.size() != PLANES) {
      return; // tokens say nothing of a picture's sides
    }
    long height = shape.get(1) * card.scaleFactor();
    long width = shape.get(2) * card.scaleFactor();
    boolean made =
        Math.max(height, width) <= Integer.MAX_VALUE
            && card.makes(new PictureSize((int) width, (int) height));
    if (!made) {
      String allowed = "of pictures of " + card.sizes() + told(card.sizing());
      throw DenoiserException.invalid(field + ": shape", shape, allowed);
    }
  }

  private static String told(Sizing sizing) {
    return sizing.multiple() == 0
        ? ""
        : ", or of sides that are multiples of %d and at most %d pixels"
            .formatted(sizing.multiple(), sizing.maxPixels());
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
