package dev.langevin.runtime.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the wire format of protobuf. */
final class Bytes {
  private Bytes() {}

  /** A field of bytes: tag, length, contents. */
  static byte[] field(int number, byte[] contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    head(number, contents.length, out);
    out.writeBytes(contents);
    return out.toByteArray();
  }

  /** A field of type VARINT. */
  static byte[] number(int number, long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint((long) number << 3 | Field.VARINT, out);
    varint(value, out);
    return out.toByteArray();
  }

  /** What a field becomes. */
  interface Change {
    /** The field in other bytes, tag included, or null where it stays as it is. */
    byte[] of(Field field) throws IOException;
  }

  /** A message field with its changed fields, or null where none changes. */
  static byte[] changed(Wire wire, Field message, Change change) throws IOException {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    int from = message.value();
    for (Field field : wire.fields(message)) {
      byte[] bytes = change.of(field);
      if (bytes != null) {
        copy(wire.slice(from, field.start()), contents);
        contents.writeBytes(bytes);
        from = field.end();
      }
    }
    if (from == message.value()) {
      return null;
    }
    copy(wire.slice(from, message.end()), contents);
    return field(message.number(), contents.toByteArray());
  }

  /** Tag and length of a field of bytes. */
  static void head(int number, long length, ByteArrayOutputStream out) {
    varint((long) number << 3 | Field.BYTES, out);
    varint(length, out);
  }

  /** A message field again, with one of its fields in other bytes. */
  static byte[] replaced(Wire wire, Field message, Field inner, byte[] changed) {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    copy(wire.slice(message.value(), inner.start()), contents);
    contents.writeBytes(changed);
    copy(wire.slice(inner.end(), message.end()), contents);
    return field(message.number(), contents.toByteArray());
  }

  /** A node again that passes its first input on, with its outputs, name and notes. */
  static ByteBuffer identity(Wire wire, Node node) throws IOException {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    boolean first = true;
    for (Field field : wire.fields(node.field())) {
      if (field.is(Onnx.NODE_OPERATOR)) {
        byte[] name = "Identity".getBytes(StandardCharsets.UTF_8);
        contents.writeBytes(field(Onnx.NODE_OPERATOR, name));
      } else if (!field.is(Onnx.NODE_ATTRIBUTE) && (!field.is(Onnx.NODE_INPUT) || first)) {
        copy(wire.slice(field.start(), field.end()), contents);
      }
      first &= !field.is(Onnx.NODE_INPUT);
    }
    return ByteBuffer.wrap(field(Onnx.GRAPH_NODE, contents.toByteArray()));
  }

  static void copy(ByteBuffer slice, ByteArrayOutputStream out) {
    byte[] bytes = new byte[slice.remaining()];
    slice.get(bytes);
    out.writeBytes(bytes);
  }

  private static void varint(long value, ByteArrayOutputStream out) {
    long rest = value;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7f | 0x80));
    }
    out.write((int) rest);
  }
}
