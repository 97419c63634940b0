package dev.langevin.runtime.onnx.text;

import java.util.List;

/**
 * A node of a graph.
 *
 * @param operator its type, such as Add
 * @param inputs names of the values it takes; empty for one that is left out
 * @param outputs names of the values it makes
 */
record Node(String operator, List<String> inputs, List<String> outputs) {
  /** The name of an input; empty where it is left out. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }
}
