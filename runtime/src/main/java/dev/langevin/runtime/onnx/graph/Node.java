package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a graph.
 *
 * @param field where it lies
 * @param operator such as Unsqueeze; with its domain in front where that is not ONNX's own
 * @param inputs names of the values it takes; empty where an optional one is left out
 * @param captured names that graphs within it take, its own inner ones among them
 * @param outputs names of the values it gives
 * @param attributes its attributes
 */
record Node(
    Field field,
    String operator,
    List<String> inputs,
    List<String> captured,
    List<String> outputs,
    List<Field> attributes) {
  /** Graphs within nodes within graphs; models have a few, and each costs frames of the stack. */
  static final int NESTING_LIMIT = 64;

  static Node read(Wire wire, Field field) throws IOException {
    return read(wire, field, 0);
  }

  private static Node read(Wire wire, Field field, int depth) throws IOException {
    requireShallow(depth);
    List<Field> fields = wire.fields(field);
    String domain = String.join("", wire.texts(fields, Onnx.NODE_DOMAIN));
    String operator = String.join("", wire.texts(fields, Onnx.NODE_OPERATOR));
    List<Field> attributes = fields.stream().filter(f -> f.is(Onnx.NODE_ATTRIBUTE)).toList();
    List<String> captured = new ArrayList<>();
    for (Field attribute : attributes) {
      capture(wire, attribute, captured, depth);
    }
    return new Node(
        field,
        domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator,
        wire.texts(fields, Onnx.NODE_INPUT),
        captured,
        wire.texts(fields, Onnx.NODE_OUTPUT),
        attributes);
  }

  /** The attribute of that name, or null. */
  Field attribute(Wire wire, String name) throws IOException {
    for (Field attribute : attributes) {
      if (wire.text(wire.first(attribute, Onnx.ATTRIBUTE_NAME)).equals(name)) {
        return attribute;
      }
    }
    return null;
  }

  /** The numbers of an attribute; none if there is none of that name. */
  List<Long> integers(Wire wire, String name) throws IOException {
    Field attribute = attribute(wire, name);
    return attribute == null
        ? List.of()
        : wire.numbers(wire.fields(attribute), Onnx.ATTRIBUTE_INTEGERS);
  }

  static void requireShallow(int depth) throws IOException {
    if (depth > NESTING_LIMIT) {
      throw new IOException("its graphs are nested more than %d deep".formatted(NESTING_LIMIT));
    }
  }

  /** The name of an input; empty where it is left out. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** The name of the first output; empty if it gives nothing, which only a damaged file's do. */
  String output() {
    return outputs.isEmpty() ? "" : outputs.getFirst();
  }

  private static void capture(Wire wire, Field attribute, List<String> captured, int depth)
      throws IOException {
    for (Field graph : wire.fields(attribute)) {
      if (!graph.is(Onnx.ATTRIBUTE_GRAPH) && !graph.is(Onnx.ATTRIBUTE_GRAPHS)) {
        continue;
      }
      for (Field field : wire.fields(graph)) {
        if (field.is(Onnx.GRAPH_NODE)) {
          Node inner = read(wire, field, depth + 1);
          captured.addAll(inner.inputs());
          captured.addAll(inner.captured());
        }
      }
    }
  }
}
