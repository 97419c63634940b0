package dev.langevin.runtime.onnx.graph;

import dev.langevin.runtime.numeric.Float16;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a network of half precision into one of single precision with the same weights: constants
 * are widened, which is exact, and every declared type, every cast and every type that an operator
 * is told changes with them. Results then neither overflow at 65504 nor are rounded to 11 bits.
 */
public final class SinglePrecision {
  /** Attributes that hold an element type. */
  private static final Set<String> TYPES = Set.of("to", "dtype", "output_dtype");

  private final Wire wire;
  private final Path folder;

  private SinglePrecision(Wire wire, Path folder) {
    this.wire = wire;
    this.folder = folder;
  }

  /**
   * Rewrites a network.
   *
   * @param folder where its file is, and the files of its weights
   * @return empty if nothing in it is of half precision
   * @throws NotRewritableException saying what stands in the way
   * @throws IOException if the file, or one of its weights', is damaged
   */
  public static Optional<Rewriting> of(OnnxFile file, Path folder)
      throws NotRewritableException, IOException {
    SinglePrecision rewriter = new SinglePrecision(file.wire(), folder);
    Map<Field, ByteBuffer> changes = new HashMap<>();
    long bytes = file.wire().bytes().limit();
    for (Field field : file.fields()) {
      byte[] changed = rewriter.part(field, 0);
      if (changed != null) {
        changes.put(field, ByteBuffer.wrap(changed));
        bytes += changed.length - (field.end() - field.start());
        requireMessage(bytes);
      }
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    if (file.model().stream().anyMatch(field -> field.is(Onnx.MODEL_FUNCTION))) {
      throw new NotRewritableException("it has functions of its own");
    }
    return Optional.of(Rewriting.of(file, changes));
  }

  private static void requireMessage(long bytes) throws NotRewritableException {
    if (bytes > Integer.MAX_VALUE) {
      throw new NotRewritableException("in single precision it would be over 2 GiB");
    }
  }

  /** A field of a graph. */
  private byte[] part(Field field, int depth) throws IOException {
    Node.requireShallow(depth);
    if (field.type() != Field.BYTES) {
      return null;
    }
    return switch (field.number()) {
      case Onnx.GRAPH_NODE ->
          changed(field, f -> f.is(Onnx.NODE_ATTRIBUTE) ? attribute(f, depth) : null);
      case Onnx.GRAPH_INITIALIZER -> tensor(field);
      case Onnx.GRAPH_INPUT, Onnx.GRAPH_OUTPUT, Onnx.GRAPH_VALUE_INFO -> value(field);
      default -> null;
    };
  }

  private byte[] attribute(Field attribute, int depth) throws IOException {
    boolean type = TYPES.contains(wire.text(wire.first(attribute, Onnx.ATTRIBUTE_NAME)));
    return changed(
        attribute,
        field ->
            switch (field.number()) {
              case Onnx.ATTRIBUTE_INTEGER -> type ? elementType(field) : null;
              case Onnx.ATTRIBUTE_TENSOR, Onnx.ATTRIBUTE_TENSORS -> tensor(field);
              case Onnx.ATTRIBUTE_GRAPH, Onnx.ATTRIBUTE_GRAPHS ->
                  changed(field, f -> part(f, depth + 1));
              default -> null;
            });
  }

  private byte[] value(Field value) throws IOException {
    return changed(
        value,
        field ->
            field.is(Onnx.VALUE_TYPE)
                ? changed(field, type -> type.is(Onnx.TYPE_TENSOR) ? tensorType(type) : null)
                : null);
  }

  private byte[] tensorType(Field type) throws IOException {
    return changed(
        type, field -> field.number() == Onnx.TENSOR_TYPE_ELEMENT ? elementType(field) : null);
  }

  private byte[] elementType(Field field) throws IOException {
    return field.type() == Field.VARINT && wire.number(field) == Onnx.FLOAT16
        ? Bytes.number(field.number(), Onnx.FLOAT)
        : null;
  }

  private byte[] tensor(Field tensor) throws IOException {
    List<Field> fields = wire.fields(tensor);
    if (!wire.numbers(fields, Onnx.TENSOR_TYPE).equals(List.of((long) Onnx.FLOAT16))) {
      return null;
    }
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (Field field : fields) {
      switch (field.number()) {
        case Onnx.TENSOR_TYPE, Onnx.TENSOR_INT32, Onnx.TENSOR_RAW -> {}
        case Onnx.TENSOR_EXTERNAL, Onnx.TENSOR_LOCATION -> {}
        default -> Bytes.copy(wire.slice(field.start(), field.end()), contents);
      }
    }
    contents.writeBytes(Bytes.number(Onnx.TENSOR_TYPE, Onnx.FLOAT));
    contents.writeBytes(Bytes.field(Onnx.TENSOR_RAW, widened(halves(tensor, fields))));
    return Bytes.field(tensor.number(), contents.toByteArray());
  }

  /** The elements, which may be outside, as bytes, or in the low half of a number each. */
  private ByteBuffer halves(Field tensor, List<Field> fields) throws IOException {
    Optional<External> external = External.of(wire, tensor);
    if (external.isPresent()) {
      return external.get().map(folder);
    }
    Field raw = wire.first(tensor, Onnx.TENSOR_RAW);
    if (raw != null) {
      return wire.slice(raw.value(), raw.end());
    }
    List<Long> numbers = wire.numbers(fields, Onnx.TENSOR_INT32);
    ByteBuffer halves =
        ByteBuffer.allocate(numbers.size() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(number -> halves.putShort(number.shortValue()));
    return halves.flip();
  }

  private static byte[] widened(ByteBuffer halves) {
    byte[] floats = new byte[Math.multiplyExact(halves.remaining(), 2)];
    Float16.widen(
        halves.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer(),
        ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    return floats;
  }

  private byte[] changed(Field message, Bytes.Change change) throws IOException {
    return Bytes.changed(wire, message, change);
  }
}
