package dev.langevin.runtime.onnx.text;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Goes through the fields of protobuf messages without their schema. */
final class Fields {
  /** Reads a field's value, or leaves it. */
  interface Reader {
    /** Whether it was read; one that was not is skipped. */
    boolean read(int field, CodedInputStream in) throws IOException;
  }

  private Fields() {}

  /** Goes through the fields up to the end of the message. */
  static void read(CodedInputStream in, Reader reader) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!reader.read(WireFormat.getTagFieldNumber(tag), in)) {
        in.skipField(tag);
      }
    }
  }

  /** Goes through the fields of a message that is the value of a field. */
  static void nested(CodedInputStream in, Reader reader) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    read(in, reader);
    in.popLimit(outer);
  }
}
