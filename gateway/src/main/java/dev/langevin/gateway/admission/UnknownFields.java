package dev.langevin.gateway.admission;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;

/**
 * Finds fields that the contract doesn't have: a newer client's, or a mistake; ignoring them would
 * lose a wish.
 */
final class UnknownFields {
  private UnknownFields() {}

  /** Notes every unknown field of the message and of the messages in it. */
  static void check(String path, Message message, Violations violations) {
    message
        .getUnknownFields()
        .asMap()
        .keySet()
        .forEach(
            number -> {
              String text = "field " + number + " is unknown";
              violations.add(path.isEmpty() ? text : path + ": " + text);
            });
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE
          || field.getKey().isMapField()) {
        continue;
      }
      String name = field.getKey().getName();
      String inner = path.isEmpty() ? name : path + "." + name;
      List<?> values = field.getValue() instanceof List<?> list ? list : List.of(field.getValue());
      values.forEach(value -> check(inner, (Message) value, violations));
    }
  }
}
