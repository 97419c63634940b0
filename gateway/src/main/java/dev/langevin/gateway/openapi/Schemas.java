package dev.langevin.gateway.openapi;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.langevin.proto.Comments;
import dev.langevin.v1.BatchProto;
import dev.langevin.v1.BatchServiceProto;
import dev.langevin.v1.DiffusionServiceProto;
import dev.langevin.v1.GenerationProto;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceProto;
import dev.langevin.v1.ModelProto;
import dev.langevin.v1.SystemServiceProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON schemas of messages, as protobuf's JSON mapping writes them, by their names without the
 * package.
 */
final class Schemas {
  /** The name of a line of a batch: a request and what it is called. */
  static final String LINE = "BatchLine";

  private static final String PACKAGE = "langevin.v1.";
  private static final List<FileDescriptor> FILES =
      List.of(
          GenerationProto.getDescriptor(),
          GenerationServiceProto.getDescriptor(),
          ModelProto.getDescriptor(),
          BatchProto.getDescriptor(),
          BatchServiceProto.getDescriptor(),
          DiffusionServiceProto.getDescriptor(),
          SystemServiceProto.getDescriptor());

  private final Comments comments;
  private final Map<String, JsonObject> made = new TreeMap<>();

  /** Messages that clients send: they need not have all fields, and may have no others. */
  private final Set<Descriptor> sent = new HashSet<>();

  Schemas(Comments comments) {
    this.comments = comments;
  }

  /** The message of a name; null if there is none. */
  static Descriptor message(String name) {
    return FILES.stream()
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

  /** Makes the schema of a line of a batch. */
  void addLine() {
    Descriptor request = GenerationRequest.getDescriptor();
    add(request);
    JsonObject line = made.get(request.getName()).deepCopy();
    line.addProperty("description", "A GenerationRequest, and what its maker calls it.");
    JsonObject customId = json("{'type':'string','minLength':1,'maxLength':255}");
    customId.addProperty(
        "description", "No other line of the file has the same. Default the number of the line.");
    line.getAsJsonObject("properties").add("custom_id", customId);
    made.put(LINE, line);
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
      case "google.protobuf.Struct" -> json("{'type':'object','additionalProperties':true}");
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
