package dev.langevin.client.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.client.CommandException;

/** Resources in protobuf's JSON mapping, with fields that hold their zero value. */
public final class Json {
  private Json() {}

  /** {@code message} as JSON on several lines. */
  public static String of(Message message) {
    try {
      return JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw CommandException.failed("the answer has no JSON form: " + e.getMessage(), e);
    }
  }
}
