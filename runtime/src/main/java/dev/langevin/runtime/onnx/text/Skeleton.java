package dev.langevin.runtime.onnx.text;

import com.google.protobuf.CodedInputStream;
import dev.langevin.runtime.model.ModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph's nodes, the names of its outputs, and its constants of one axis, read from an ONNX file.
 * Weights are skipped, so that it costs little however large the file is. Numbers of fields are
 * those of onnx.proto (version 1.16).
 */
final class Skeleton {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_TENSOR = 5;

  private final Path file;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Vector> vectors = new HashMap<>();
  private final List<String> outputs = new ArrayList<>();

  private Skeleton(Path file) {
    this.file = file;
  }

  /** Reads a file; ModelException naming it if that can't be done. */
  static Skeleton read(Path file) {
    Skeleton graph = new Skeleton(file);
    try (InputStream stream = Files.newInputStream(file)) {
      CodedInputStream model = CodedInputStream.newInstance(new BufferedInputStream(stream));
      Fields.read(model, (field, in) -> field == MODEL_GRAPH && nested(in, graph::readGraph));
      return graph;
    } catch (IOException | IllegalArgumentException e) {
      throw ModelException.network(file, "its graph can't be read: " + e.getMessage(), e);
    }
  }

  /** Names of the graph's outputs, in order. */
  List<String> outputs() {
    return outputs;
  }

  /** The node that makes a value; null if none does. */
  Node maker(String value) {
    return makers.get(value);
  }

  /** A constant of one axis, as floats, behind conversions of its type; empty if it is none. */
  Optional<float[]> vector(String value) {
    String name = value;
    for (Node node = maker(name); node != null && !vectors.containsKey(name); node = maker(name)) {
      if (!node.operator().equals("Cast") && !node.operator().equals("Identity")) {
        return Optional.empty();
      }
      name = node.input(0);
    }
    return Optional.ofNullable(vectors.get(name)).flatMap(vector -> vector.floats(file));
  }

  private boolean readGraph(int field, CodedInputStream in) throws IOException {
    return switch (field) {
      case GRAPH_NODE -> readNode(in);
      case GRAPH_INITIALIZER -> {
        Vector vector = Vector.read(in);
        keep(vector.name(), vector);
        yield true;
      }
      case GRAPH_OUTPUT ->
          nested(
              in,
              (inner, value) -> inner == VALUE_NAME && outputs.add(value.readStringRequireUtf8()));
      default -> false;
    };
  }

  private boolean readNode(CodedInputStream in) throws IOException {
    List<String> inputs = new ArrayList<>();
    List<String> made = new ArrayList<>();
    List<Vector> constants = new ArrayList<>();
    String[] operator = {""};
    nested(
        in,
        (field, node) ->
            switch (field) {
              case NODE_INPUT -> inputs.add(node.readStringRequireUtf8());
              case NODE_OUTPUT -> made.add(node.readStringRequireUtf8());
              case NODE_OPERATOR -> {
                operator[0] = node.readStringRequireUtf8();
                yield true;
              }
              case NODE_ATTRIBUTE ->
                  nested(
                      node,
                      (part, attribute) ->
                          part == ATTRIBUTE_TENSOR && constants.add(Vector.read(attribute)));
              default -> false;
            });
    Node node = new Node(operator[0], List.copyOf(inputs), List.copyOf(made));
    made.forEach(output -> makers.put(output, node));
    if (node.operator().equals("Constant") && constants.size() == 1) {
      keep(made.getFirst(), constants.getFirst());
    }
    return true;
  }

  private void keep(String name, Vector vector) {
    if (vector.usable()) {
      vectors.put(name, vector);
    }
  }

  private static boolean nested(CodedInputStream in, Fields.Reader reader) throws IOException {
    Fields.nested(in, reader);
    return true;
  }
}
