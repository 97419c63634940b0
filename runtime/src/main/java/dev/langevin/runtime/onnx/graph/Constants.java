package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Constant vectors of 64-bit integers in a graph: initializers and Constant nodes. */
final class Constants {
  private final Wire wire;
  private final Map<String, Field> tensors = new HashMap<>();
  private final Map<String, List<Long>> lists = new HashMap<>();

  Constants(OnnxFile file, List<Node> nodes) throws IOException {
    wire = file.wire();
    for (Field tensor : file.of(Onnx.GRAPH_INITIALIZER)) {
      tensors.put(wire.text(wire.first(tensor, Onnx.TENSOR_NAME)), tensor);
    }
    for (Node node : nodes) {
      if (node.operator().equals("Constant")) {
        read(node);
      }
    }
  }

  /** The numbers of that name; empty if they are not constant, or something else. */
  Optional<List<Long>> integers(String name) throws IOException {
    Field tensor = tensors.get(name);
    if (tensor == null) {
      return Optional.ofNullable(lists.get(name));
    }
    List<Field> fields = wire.fields(tensor);
    if (!wire.numbers(fields, Onnx.TENSOR_TYPE).equals(List.of((long) Onnx.INT64))) {
      return Optional.empty();
    }
    List<Long> numbers = wire.numbers(fields, Onnx.TENSOR_INT64);
    Field raw = wire.first(tensor, Onnx.TENSOR_RAW);
    List<Long> all = raw == null ? numbers : wire.longs(raw);
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private void read(Node node) throws IOException {
    String name = node.output();
    Field value = node.attribute(wire, "value");
    if (value != null) {
      tensors.put(name, wire.first(value, Onnx.ATTRIBUTE_TENSOR));
    }
    List<Long> integers = node.integers(wire, "value_ints");
    if (!integers.isEmpty()) {
      lists.put(name, integers);
    }
    Field integer = node.attribute(wire, "value_int");
    if (integer != null) {
      lists.put(name, wire.numbers(wire.fields(integer), Onnx.ATTRIBUTE_INTEGER));
    }
  }
}
