package dev.langevin.bench.fuzz.mutation;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protobuf of a type that is not known: what can be read as a message within it, is.
 *
 * @param fields in order, to be changed
 */
record WireTree(List<Node> fields) {
  /** A field. Exactly one of its values counts, as its wire type says. */
  static final class Node {
    int number;
    int type;
    long value;
    byte[] bytes;
    WireTree message;

    Node copy() {
      Node copy = new Node();
      copy.number = number;
      copy.type = type;
      copy.value = value;
      copy.bytes = bytes;
      copy.message = message == null ? null : message.copy();
      return copy;
    }
  }

  /**
   * Reads a message.
   *
   * @param longest values of more bytes that are no messages, such as weights, are cut to this
   * @throws IOException if it is none
   */
  static WireTree parse(byte[] message, int longest) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    List<Node> fields = new ArrayList<>();
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      Node node = new Node();
      node.number = WireFormat.getTagFieldNumber(tag);
      node.type = WireFormat.getTagWireType(tag);
      switch (node.type) {
        case WireFormat.WIRETYPE_VARINT -> node.value = in.readRawVarint64();
        case WireFormat.WIRETYPE_FIXED64 -> node.value = in.readRawLittleEndian64();
        case WireFormat.WIRETYPE_FIXED32 -> node.value = in.readRawLittleEndian32();
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> bytes(node, in.readByteArray(), longest);
        default -> throw new IOException("wire type " + node.type);
      }
      fields.add(node);
    }
    return new WireTree(fields);
  }

  private static void bytes(Node node, byte[] bytes, int longest) {
    boolean text = ByteString.copyFrom(bytes).isValidUtf8() && printable(bytes);
    if (!text && bytes.length > 1) {
      try {
        node.message = parse(bytes, longest);
        return;
      } catch (IOException e) {
        // Then it is something else.
      }
    }
    node.bytes = bytes.length > longest ? java.util.Arrays.copyOf(bytes, longest) : bytes;
  }

  private static boolean printable(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).chars().noneMatch(Character::isISOControl);
  }

  WireTree copy() {
    List<Node> copies = new ArrayList<>();
    for (Node field : fields) { // no stream, which would take thrice the stack
      copies.add(field.copy());
    }
    return new WireTree(copies);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Node node : fields) {
        out.writeTag(node.number, node.type);
        switch (node.type) {
          case WireFormat.WIRETYPE_VARINT -> out.writeUInt64NoTag(node.value);
          case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64NoTag(node.value);
          case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32NoTag((int) node.value);
          default -> {
            byte[] contents = node.message != null ? node.message.toBytes() : node.bytes;
            out.writeByteArrayNoTag(contents == null ? new byte[0] : contents);
          }
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** How many messages are within one another, itself counted. */
  int depth() {
    int deepest = 0;
    for (Node node : fields) {
      deepest = Math.max(deepest, node.message == null ? 0 : node.message.depth());
    }
    return 1 + deepest;
  }

  /** Every message in it, itself first. */
  List<WireTree> messages() {
    List<WireTree> all = new ArrayList<>();
    collect(all);
    return all;
  }

  private void collect(List<WireTree> all) {
    all.add(this);
    for (Node node : fields) {
      if (node.message != null) {
        node.message.collect(all);
      }
    }
  }
}
