package dev.langevin.runtime.onnx;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param name its name in the graph
 * @param type type of its elements
 * @param shape extents, outermost first; -1 where any will do
 */
public record Port(String name, ElementType type, List<Long> shape) {
  /** The number of axes; 0 for a scalar. */
  public int rank() {
    return shape.size();
  }
}
