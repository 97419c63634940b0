package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Constant vectors of real numbers in a graph: initializers and Constant nodes. */
final class Vectors {
  /** Far more columns than any text model has. */
  private static final int LONGEST = 1 << 24;

  private final Wire wire;
  private final Path file;
  private final Map<String, Field> tensors = new HashMap<>();
  private final Map<String, String> passed = new HashMap<>();

  Vectors(OnnxFile onnx, Path file, List<Node> nodes) throws IOException {
    this.wire = onnx.wire();
    this.file = file;
    for (Field tensor : onnx.of(Onnx.GRAPH_INITIALIZER)) {
      tensors.put(wire.text(wire.first(tensor, Onnx.TENSOR_NAME)), tensor);
    }
    for (Node node : nodes) {
      Field value = node.operator().equals("Constant") ? node.attribute(wire, "value") : null;
      if (value != null) {
        tensors.put(node.output(), wire.first(value, Onnx.ATTRIBUTE_TENSOR));
      } else if (passes(node)) {
        passed.put(node.output(), node.input(0));
      }
    }
  }

  /** Whether a node gives what it takes, but for its type. */
  static boolean passes(Node node) {
    return node.operator().equals("Cast") || node.operator().equals("Identity");
  }

  /** The numbers of that name; empty if they are not constant, or something else. */
  Optional<float[]> floats(String name) throws IOException {
    String source = name;
    // Bounded, for a damaged file may run in a circle.
    for (int i = 0; i < passed.size() && passed.containsKey(source); i++) {
      source = passed.get(source);
    }
    Field tensor = tensors.get(source);
    if (tensor == null) {
      return Optional.empty();
    }
    List<Field> fields = wire.fields(tensor);
    List<Long> shape = wire.numbers(fields, Onnx.TENSOR_DIMENSION);
    List<Long> type = wire.numbers(fields, Onnx.TENSOR_TYPE);
    boolean half = type.equals(List.of((long) Onnx.FLOAT16));
    if (shape.size() != 1 || !half && !type.equals(List.of((long) Onnx.FLOAT))) {
      return Optional.empty();
    }
    long count = shape.getFirst();
    if (count < 1 || count > LONGEST) {
      return Optional.empty();
    }
    int size = (int) count * (half ? Short.BYTES : Float.BYTES);
    ByteBuffer bytes = bytes(tensor, fields, size).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() != size) {
      return Optional.empty();
    }
    float[] floats = new float[(int) count];
    for (int i = 0; i < count; i++) {
      floats[i] = half ? Float.float16ToFloat(bytes.getShort()) : bytes.getFloat();
    }
    return Optional.of(floats);
  }

  private ByteBuffer bytes(Field tensor, List<Field> fields, int size) throws IOException {
    for (Field field : fields) {
      if (field.is(Onnx.TENSOR_RAW) || field.is(Onnx.TENSOR_FLOAT)) {
        return wire.slice(field.value(), field.end());
      }
    }
    Optional<External> external = External.of(wire, tensor);
    if (external.isEmpty()) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer mapped = external.get().map(file.toAbsolutePath().getParent());
    return mapped.slice(0, Math.min(size, mapped.remaining()));
  }
}
