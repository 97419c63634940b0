package dev.langevin.runtime.onnx.graph;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A network's file, mapped and not loaded: weights are not touched.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">the schema</a>
 */
public final class OnnxFile {
  private final Wire wire;
  private final List<Field> model;
  private final Field graph;
  private final List<Field> fields;

  private OnnxFile(Wire wire) throws IOException {
    this.wire = wire;
    this.model = wire.fields();
    this.graph =
        model.stream()
            .filter(field -> field.is(Onnx.MODEL_GRAPH))
            .findFirst()
            .orElseThrow(() -> new IOException("it holds no graph"));
    this.fields = wire.fields(graph);
  }

  /**
   * Maps a file.
   *
   * @throws EOFException if it is cut short
   * @throws IOException if it can't be read or is no ONNX file
   */
  public static OnnxFile map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException("over 2 GiB, the most that a protobuf message can have");
      }
      return new OnnxFile(new Wire(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())));
    }
  }

  /**
   * A changed network, to be changed once more.
   *
   * @throws IOException if it can't be written
   */
  public static OnnxFile of(Rewriting changed) throws IOException {
    return new OnnxFile(new Wire(changed.toBuffer()));
  }

  /** The declared inputs, in order. */
  public List<Value> inputs() throws IOException {
    return values(Onnx.GRAPH_INPUT);
  }

  /** The declared outputs, in order. */
  public List<Value> outputs() throws IOException {
    return values(Onnx.GRAPH_OUTPUT);
  }

  /** The declared input of that name. */
  public Optional<Value> input(String name) throws IOException {
    return inputs().stream().filter(input -> input.name().equals(name)).findFirst();
  }

  /** Files that hold weights, as the network names them, and how many bytes each must have. */
  public Map<String, Long> externalFiles() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    for (Field tensor : of(Onnx.GRAPH_INITIALIZER)) {
      Optional<External> external = External.of(wire, tensor);
      if (external.isPresent()) {
        files.merge(external.get().location(), external.get().end(), Math::max);
      }
    }
    return files;
  }

  /**
   * Where a file of {@link #externalFiles} lies.
   *
   * @throws IOException if the name leads out of the network's folder
   */
  public static Path weights(Path network, String name) throws IOException {
    return External.file(network.toAbsolutePath().getParent(), name);
  }

  /** Convolutions of stride 2, each of which halves the sides of what it gets. */
  public int halvings() throws IOException {
    int count = 0;
    for (Node node : nodes()) {
      if (node.operator().equals("Conv") && node.integers(wire, "strides").contains(2L)) {
        count++;
      }
    }
    return count;
  }

  Wire wire() {
    return wire;
  }

  /** Every field of the file. */
  List<Field> model() {
    return model;
  }

  /** The graph among them. */
  Field graph() {
    return graph;
  }

  /** Every field of the graph. */
  List<Field> fields() {
    return fields;
  }

  List<Node> nodes() throws IOException {
    List<Node> nodes = new ArrayList<>();
    for (Field field : of(Onnx.GRAPH_NODE)) {
      nodes.add(Node.read(wire, field));
    }
    return nodes;
  }

  /** The fields of the graph with that number. */
  List<Field> of(int number) {
    return fields.stream().filter(field -> field.is(number)).toList();
  }

  private List<Value> values(int number) throws IOException {
    List<Value> values = new ArrayList<>();
    for (Field field : of(number)) {
      values.add(Value.read(wire, field));
    }
    return values;
  }
}
