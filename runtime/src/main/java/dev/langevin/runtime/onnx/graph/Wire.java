package dev.langevin.runtime.onnx.graph;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the wire format of protobuf. Positions are absolute, nothing is copied.
 *
 * @param bytes the file
 */
record Wire(ByteBuffer bytes) {
  /** Every field of the file's message. */
  List<Field> fields() throws IOException {
    return fields(0, bytes.limit());
  }

  /** Every field of a message within a field. */
  List<Field> fields(Field message) throws IOException {
    return fields(message.value(), message.end());
  }

  /** The first field of that number, or null. */
  Field first(Field message, int number) throws IOException {
    return fields(message).stream().filter(field -> field.is(number)).findFirst().orElse(null);
  }

  /** The number in a field of type VARINT. */
  long number(Field field) throws IOException {
    long value = 0;
    for (int at = field.value(), shift = 0; at < field.end(); at++, shift += 7) {
      value |= (long) (bytes.get(at) & 0x7f) << shift;
    }
    return value;
  }

  /** Numbers of a repeated field, packed or one by one. */
  List<Long> numbers(List<Field> fields, int number) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Field field : fields) {
      if (field.number() == number && field.type() == Field.VARINT) {
        numbers.add(number(field));
      } else if (field.is(number)) {
        int at = field.value();
        while (at < field.end()) {
          int end = varintEnd(at, field.end());
          numbers.add(number(new Field(number, Field.VARINT, at, at, end)));
          at = end;
        }
      }
    }
    return numbers;
  }

  /** Little-endian 64-bit integers that fill a field. */
  List<Long> longs(Field field) {
    List<Long> longs = new ArrayList<>();
    ByteBuffer values = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int at = field.value(); at + Long.BYTES <= field.end(); at += Long.BYTES) {
      longs.add(values.getLong(at));
    }
    return longs;
  }

  /** The text in a field; empty for null. */
  String text(Field field) {
    return field == null
        ? ""
        : StandardCharsets.UTF_8.decode(slice(field.value(), field.end())).toString();
  }

  /** Texts of a repeated field. */
  List<String> texts(List<Field> fields, int number) {
    return fields.stream().filter(field -> field.is(number)).map(this::text).toList();
  }

  /** A view of the bytes. */
  ByteBuffer slice(int from, int to) {
    return bytes.slice(from, to - from);
  }

  private List<Field> fields(int from, int to) throws IOException {
    List<Field> fields = new ArrayList<>();
    int at = from;
    while (at < to) {
      int value = varintEnd(at, to);
      long tag = number(new Field(0, Field.VARINT, at, at, value));
      int type = (int) tag & 7;
      long end;
      switch (type) {
        case Field.VARINT -> end = varintEnd(value, to);
        case Field.FIXED64 -> end = value + 8L;
        case Field.FIXED32 -> end = value + 4L;
        case Field.BYTES -> {
          int begin = varintEnd(value, to);
          end = begin + number(new Field(0, Field.VARINT, value, value, begin));
          value = begin;
        }
        default -> throw new IOException("not a protobuf message");
      }
      if (end < value || end > to) {
        throw new EOFException("cut short: the field at byte %d is longer".formatted(at));
      }
      fields.add(new Field((int) (tag >>> 3), type, at, value, (int) end));
      at = (int) end;
    }
    return fields;
  }

  private int varintEnd(int from, int to) throws IOException {
    for (int at = from; at < to && at < from + 10; at++) {
      if (bytes.get(at) >= 0) {
        return at + 1;
      }
    }
    if (to - from < 10) {
      throw new EOFException("cut short: a number at byte %d is longer".formatted(from));
    }
    throw new IOException("not a protobuf message");
  }
}
