package dev.langevin.gateway.openapi;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.langevin.v1.GenerationProto;
import dev.langevin.v1.GenerationServiceProto;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * JSON schemas of messages, as protobuf's JSON mapping writes them, by their names without the
 * package.
 */
final class Schemas {
  private static final String PACKAGE = "langevin.v1.";

  private final Comments comments;
  private final Map<String, JsonObject> made = new TreeMap<>();

  /** Messages that clients send: they need not have all fields, and may have no others. */
  private final Set<Descriptor> sent = new HashSet<>();

  Schemas(Comments comments) {
    this.comments = comments;
  }

  /** The message of a name; null if there is none. */
  static Descriptor message(String name) {
    return Stream.of(GenerationProto.getDescriptor(), GenerationServiceProto.getDescriptor())
        .map(file -> file.findMessageTypeByName(name))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  /** Notes that clients send a message, and all that is in it; before its schema is made. */
  void sent(Descriptor message) {
    if (sent.add(message)) {
      message.getFields().stream()
          .filter(f -> f.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
          .forEach(f -> sent(f.getMessageType()));
    }
  }

  /** Makes the schema of a message, and of all that is in it. */
  void add(Descriptor message) {
    if (made.containsKey(name(message.getFullName()))) {
      return;
    }
    JsonObject schema = new JsonObject();
    made.put(name(message.getFullName()), schema);
    schema.addProperty("type", "object");
    describe(schema, message.getFullName());
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (FieldDescriptor field : message.getFields()) {
      JsonObject property = field(field);
      describe(property, field.getFullName());
      properties.add(field.getJsonName(), property);
      if (!field.hasPresence()) {
        required.add(field.getJsonName());
      }
    }
    schema.add("properties", properties);
    if (sent.contains(message)) {
      schema.addProperty("additionalProperties", false);
    } else if (!required.isEmpty()) {
      schema.add("required", required);
    }
  }

  /** All that were made. */
  Map<String, JsonObject> all() {
    return made;
  }

  private void describe(JsonObject schema, String fullName) {
    if (!comments.of(fullName).isEmpty()) {
      schema.addProperty("description", comments.of(fullName));
    }
  }

  private JsonObject field(FieldDescriptor field) {
    JsonObject schema = new JsonObject();
    if (field.isMapField()) {
      schema.addProperty("type", "object");
      schema.add("additionalProperties", one(field.getMessageType().findFieldByName("value")));
      return schema;
    }
    if (field.isRepeated()) {
      schema.addProperty("type", "array");
      schema.add("items", one(field));
      return schema;
    }
    return one(field);
  }

  private JsonObject one(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> json("{'type':'string'}");
      case BOOL -> json("{'type':'boolean'}");
      case BYTES -> json("{'type':'string','contentEncoding':'base64'}");
      case DOUBLE, FLOAT -> json("{'type':'number'}");
      case INT32, SINT32, SFIXED32 -> json("{'type':'integer','format':'int32'}");
      case UINT32, FIXED32 ->
          json("{'type':'integer','format':'int64','minimum':0,'maximum':4294967295}");
      case INT64, SINT64, SFIXED64, UINT64, FIXED64 ->
          json("{'type':'string','pattern':'^-?[0-9]+$'}");
      case ENUM -> reference(enumeration(field.getEnumType()));
      case MESSAGE, GROUP -> message(field.getMessageType());
    };
  }

  private JsonObject message(Descriptor type) {
    return switch (type.getFullName()) {
      case "google.protobuf.Timestamp" -> json("{'type':'string','format':'date-time'}");
      case "google.protobuf.Duration" ->
          json("{'type':'string','pattern':'^-?[0-9]+(\\\\.[0-9]+)?s$'}");
      case "google.protobuf.Struct" -> json("{'type':'object'}");
      default -> {
        add(type);
        yield reference(name(type.getFullName()));
      }
    };
  }

  private String enumeration(EnumDescriptor type) {
    String name = name(type.getFullName());
    JsonObject schema = json("{'type':'string'}");
    JsonArray values = new JsonArray();
    type.getValues().stream().map(EnumValueDescriptor::getName).forEach(values::add);
    schema.add("enum", values);
    String meanings =
        type.getValues().stream()
            .map(
                v ->
                    "%s: %s"
                        .formatted(
                            v.getName(), comments.of(type.getFullName() + "." + v.getName())))
            .collect(Collectors.joining(" "));
    schema.addProperty("description", (comments.of(type.getFullName()) + " " + meanings).strip());
    made.put(name, schema);
    return name;
  }

  static JsonObject reference(String name) {
    JsonObject reference = new JsonObject();
    reference.addProperty("$ref", "#/components/schemas/" + name);
    return reference;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
  }

  private static String name(String fullName) {
    return fullName.startsWith(PACKAGE) ? fullName.substring(PACKAGE.length()) : fullName;
  }
}
