package dev.langevin.gateway.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.langevin.runtime.config.Spelling;
import java.util.List;
import java.util.Optional;

/** Fields by the names that JSON may give them. */
public final class FieldNames {
  private FieldNames() {}

  /** The field of a name in either spelling; null if there is none. */
  public static FieldDescriptor find(Descriptor message, String name) {
    FieldDescriptor field = message.findFieldByName(name);
    return field != null
        ? field
        : message.getFields().stream()
            .filter(f -> f.getJsonName().equals(name))
            .findFirst()
            .orElse(null);
  }

  /** What the writer of an unknown name may have meant, as a question. */
  static String meant(Descriptor message, String name) {
    Optional<String> deeper =
        message.getFields().stream()
            .filter(f -> f.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !f.isMapField())
            .filter(f -> find(f.getMessageType(), name) != null)
            .map(f -> f.getJsonName() + "." + name)
            .findFirst();
    List<String> names = message.getFields().stream().map(FieldDescriptor::getJsonName).toList();
    if (deeper.isEmpty() && names.isEmpty()) {
      return "there are none";
    }
    return "did you mean %s?".formatted(deeper.orElseGet(() -> Spelling.nearest(name, names)));
  }

  /** What a field's value has to be, in JSON's words. */
  static String kind(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> "a text";
      case BOOL -> "true or false";
      case BYTES -> "a text in base64";
      case DOUBLE, FLOAT -> "a number";
      case UINT32, FIXED32 -> "a whole number in 0..4294967295";
      case INT32, SINT32, SFIXED32 -> "a whole number in -2147483648..2147483647";
      case UINT64, FIXED64, INT64, SINT64, SFIXED64 -> "a whole number";
      case ENUM -> "one of its names";
      case MESSAGE, GROUP ->
          switch (field.getMessageType().getFullName()) {
            case "google.protobuf.Duration" -> "a time in seconds such as \"3.5s\"";
            case "google.protobuf.Timestamp" -> "a time such as \"2026-01-31T12:00:00Z\"";
            default -> "an object";
          };
    };
  }
}
