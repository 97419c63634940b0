package dev.langevin.runtime.onnx.text;

import java.util.Optional;

/**
 * The layer normalisation that ends a text model: y = (x − mean) / √(variance + ε) · weight + bias
 * over the width (Ba et al. 2016, equation 4).
 *
 * @param weight one factor a column
 * @param bias one summand a column
 */
public record FinalNorm(float[] weight, float[] bias) {
  /** Checks that both have one width. */
  public FinalNorm {
    if (weight.length == 0 || weight.length != bias.length) {
      throw new IllegalArgumentException(
          "%d weights and %d biases are not one of each a column"
              .formatted(weight.length, bias.length));
    }
  }

  /**
   * The normalisation that makes an output, found by the graph's structure, for exporters name what
   * they write as they like: one operator, one fused with the sum before it, or its parts.
   */
  static Optional<FinalNorm> of(Skeleton graph, String output) {
    Node last = source(graph, output);
    if (last == null) {
      return Optional.empty();
    }
    return switch (last.operator()) {
      case "LayerNormalization" -> of(graph.vector(last.input(1)), graph.vector(last.input(2)));
      case "SkipLayerNormalization" -> of(graph.vector(last.input(2)), graph.vector(last.input(3)));
      case "Add" -> ofParts(graph, last);
      default -> Optional.empty();
    };
  }

  /** (…) · weight + bias, with the operands of either in either order. */
  private static Optional<FinalNorm> ofParts(Skeleton graph, Node add) {
    for (int i = 0; i < 2; i++) {
      Optional<float[]> bias = graph.vector(add.input(i));
      Node scaled = source(graph, add.input(1 - i));
      if (bias.isPresent() && scaled != null && scaled.operator().equals("Mul")) {
        Optional<float[]> weight =
            graph.vector(scaled.input(1)).or(() -> graph.vector(scaled.input(0)));
        return of(weight, bias);
      }
    }
    return Optional.empty();
  }

  private static Optional<FinalNorm> of(Optional<float[]> weight, Optional<float[]> bias) {
    return weight
        .filter(w -> bias.isPresent() && w.length == bias.get().length)
        .map(w -> new FinalNorm(w, bias.get()));
  }

  /** The node that makes a value, behind conversions of its type; null for inputs and constants. */
  private static Node source(Skeleton graph, String value) {
    Node node = graph.maker(value);
    while (node != null && (node.operator().equals("Cast") || node.operator().equals("Identity"))) {
      node = graph.maker(node.input(0));
    }
    return node;
  }
}
