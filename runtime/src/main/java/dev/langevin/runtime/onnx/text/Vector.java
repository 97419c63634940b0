package dev.langevin.runtime.onnx.text;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.langevin.runtime.model.ModelException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tensor of an ONNX file, its data only if it has one axis of moderate length.
 *
 * @param name its name; empty for an attribute's
 * @param type number of the element type, as in TensorProto.DataType
 * @param shape extents
 * @param data its elements, little-endian; empty if they are elsewhere
 * @param place where they are elsewhere: location, offset and length
 */
record Vector(String name, int type, List<Long> shape, ByteString data, Map<String, String> place) {
  private static final int FLOAT = 1;
  private static final int FLOAT16 = 10;

  /** Wider than any text model. */
  private static final long MOST_ELEMENTS = 65_536;

  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int FLOAT_DATA = 4;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int EXTERNAL_DATA = 13;

  /** Reads a TensorProto whose length comes next. */
  static Vector read(CodedInputStream in) throws IOException {
    List<Long> shape = new ArrayList<>();
    Map<String, String> place = new HashMap<>();
    int[] type = new int[1];
    String[] name = {""};
    ByteString[] data = {ByteString.EMPTY};
    Fields.nested(
        in,
        (field, tensor) -> {
          switch (field) {
            case DIMS -> shape.addAll(dims(tensor));
            case DATA_TYPE -> type[0] = tensor.readEnum();
            case NAME -> name[0] = tensor.readStringRequireUtf8();
            case FLOAT_DATA, RAW_DATA -> {
              if (!moderate(shape)) {
                return false;
              }
              data[0] = tensor.readBytes();
            }
            case EXTERNAL_DATA -> entry(tensor, place);
            default -> {
              return false;
            }
          }
          return true;
        });
    return new Vector(name[0], type[0], List.copyOf(shape), data[0], Map.copyOf(place));
  }

  /** Whether it may be a layer's weight or bias. */
  boolean usable() {
    return moderate(shape) && (type == FLOAT || type == FLOAT16);
  }

  /** The elements; empty if the file does not hold as many bytes as they take. */
  Optional<float[]> floats(Path file) {
    int bytes = Math.toIntExact(shape.getFirst()) * (type == FLOAT ? 4 : 2);
    ByteString all = place.isEmpty() ? data : external(file, bytes);
    if (all.size() != bytes) {
      return Optional.empty();
    }
    ByteBuffer buffer = all.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[Math.toIntExact(shape.getFirst())];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = type == FLOAT ? buffer.getFloat() : Float.float16ToFloat(buffer.getShort());
    }
    return Optional.of(floats);
  }

  private ByteString external(Path file, int bytes) {
    Path other = file.resolveSibling(place.getOrDefault("location", ""));
    try (RandomAccessFile in = new RandomAccessFile(other.toFile(), "r")) {
      byte[] read = new byte[bytes];
      in.seek(Long.parseLong(place.getOrDefault("offset", "0")));
      in.readFully(read);
      return ByteString.copyFrom(read);
    } catch (EOFException e) {
      throw ModelException.network(other, "cut short: %s is not whole".formatted(name), e);
    } catch (IOException | NumberFormatException e) {
      throw ModelException.network(other, "can't be read: " + e.getMessage(), e);
    }
  }

  private static boolean moderate(List<Long> shape) {
    return shape.size() == 1 && shape.getFirst() >= 1 && shape.getFirst() <= MOST_ELEMENTS;
  }

  /** Writers put them one by one or packed into one field. */
  private static List<Long> dims(CodedInputStream in) throws IOException {
    boolean packed = (in.getLastTag() & 7) == 2;
    if (!packed) {
      return List.of(in.readInt64());
    }
    List<Long> dims = new ArrayList<>();
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      dims.add(in.readInt64());
    }
    in.popLimit(outer);
    return dims;
  }

  private static void entry(CodedInputStream in, Map<String, String> place) throws IOException {
    String[] entry = {"", ""};
    Fields.nested(
        in,
        (field, pair) -> {
          if (field != 1 && field != 2) {
            return false;
          }
          entry[field - 1] = pair.readStringRequireUtf8();
          return true;
        });
    place.put(entry[0], entry[1]);
  }
}
