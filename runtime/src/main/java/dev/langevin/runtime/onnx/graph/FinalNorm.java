package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layer normalisation that ends a text model: y = (x − mean) / √(variance + ε) · weight + bias
 * over the width (Ba et al. 2016, equation 4).
 *
 * @param weight one factor a column
 * @param bias one summand a column
 */
public record FinalNorm(float[] weight, float[] bias) {
  /**
   * The normalisation that makes an output, found by the graph's structure, for exporters name what
   * they write as they like: one operator, one fused with the sum before it, or its parts.
   */
  static Optional<FinalNorm> of(OnnxFile onnx, Path file, String output) throws IOException {
    List<Node> nodes = onnx.nodes();
    Map<String, Node> makers = new HashMap<>();
    nodes.forEach(node -> node.outputs().forEach(made -> makers.put(made, node)));
    Vectors vectors = new Vectors(onnx, file, nodes);
    Node last = source(makers, output);
    if (last == null) {
      return Optional.empty();
    }
    return switch (last.operator()) {
      case "LayerNormalization" -> of(vectors, last, 1, last, 2);
      case "com.microsoft.SkipLayerNormalization" -> of(vectors, last, 2, last, 3);
      case "Add" -> ofParts(makers, vectors, last);
      default -> Optional.empty();
    };
  }

  /** (…) · weight + bias, with the operands of either in either order. */
  private static Optional<FinalNorm> ofParts(Map<String, Node> makers, Vectors vectors, Node add)
      throws IOException {
    for (int bias = 0; bias < 2; bias++) {
      Node scaled = source(makers, add.input(1 - bias));
      for (int weight = 0; scaled != null && weight < 2; weight++) {
        Optional<FinalNorm> norm = of(vectors, scaled, weight, add, bias);
        if (scaled.operator().equals("Mul") && norm.isPresent()) {
          return norm;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<FinalNorm> of(
      Vectors vectors, Node scaled, int weight, Node shifted, int bias) throws IOException {
    Optional<float[]> factors = vectors.floats(scaled.input(weight));
    Optional<float[]> summands = vectors.floats(shifted.input(bias));
    return factors
        .filter(w -> summands.isPresent() && w.length == summands.get().length)
        .map(w -> new FinalNorm(w, summands.get()));
  }

  /** The node that makes a value, behind conversions of its type; null for inputs and constants. */
  private static Node source(Map<String, Node> makers, String value) {
    Node node = makers.get(value);
    // Bounded, for a damaged file may run in a circle.
    for (int i = 0; node != null && Vectors.passes(node); i++) {
      node = i < makers.size() ? makers.get(node.input(0)) : null;
    }
    return node;
  }
}
