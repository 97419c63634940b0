package dev.langevin.runtime.onnx.graph;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Constant vectors of real numbers in a graph: initializers and Constant nodes. */
final class Vectors {
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
        tensors.put(node.outputs().getFirst(), wire.first(value, Onnx.ATTRIBUTE_TENSOR));
      } else if (passes(node)) {
        passed.put(node.outputs().getFirst(), node.inputs().getFirst());
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
    while (passed.containsKey(source)) {
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
    int count = Math.toIntExact(shape.getFirst());
    ByteBuffer bytes = bytes(fields, count * (half ? Short.BYTES : Float.BYTES));
    if (bytes.remaining() != count * (half ? Short.BYTES : Float.BYTES)) {
      return Optional.empty();
    }
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = half ? Float.float16ToFloat(bytes.getShort()) : bytes.getFloat();
    }
    return Optional.of(floats);
  }

  private ByteBuffer bytes(List<Field> tensor, int size) throws IOException {
    Map<String, String> place = new HashMap<>();
    for (Field field : tensor) {
      if (field.is(Onnx.TENSOR_RAW) || field.is(Onnx.TENSOR_FLOAT)) {
        return wire.slice(field.value(), field.end()).order(ByteOrder.LITTLE_ENDIAN);
      }
      if (field.is(Onnx.TENSOR_EXTERNAL)) {
        place.put(
            wire.text(wire.first(field, Onnx.ENTRY_KEY)),
            wire.text(wire.first(field, Onnx.ENTRY_VALUE)));
      }
    }
    return place.containsKey("location") ? external(place, size) : ByteBuffer.allocate(0);
  }

  private ByteBuffer external(Map<String, String> place, int size) throws IOException {
    Path weights = file.resolveSibling(place.get("location"));
    try (RandomAccessFile in = new RandomAccessFile(weights.toFile(), "r")) {
      byte[] bytes = new byte[size];
      in.seek(Long.parseLong(place.getOrDefault("offset", "0")));
      in.readFully(bytes);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (NumberFormatException e) {
      throw new IOException("offset of external data: %s is not a number".formatted(place), e);
    }
  }
}
