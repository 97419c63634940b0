package dev.langevin.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads messages as protobuf's JSON mapping has them, and tells everything that is wrong at once,
 * each with its field. Names may be written in either form, {@code guidanceScale} or {@code
 * guidance_scale}.
 */
public final class MessageJson {
  private static final int SHOWN = 10;

  private final List<String> violations = new ArrayList<>();

  private MessageJson() {}

  /**
   * The message that a JSON document means.
   *
   * @throws GatewayException INVALID_ARGUMENT naming the fields
   */
  public static <M extends Message> M read(byte[] document, M example) {
    return read(StrictJson.body(document), example);
  }

  /** The message that parsed JSON means. */
  @SuppressWarnings("unchecked") // a message's builder makes messages of its own type
  public static <M extends Message> M read(JsonElement json, M example) {
    MessageJson reader = new MessageJson();
    Message.Builder builder = example.newBuilderForType();
    reader.merge(json, builder, "");
    List<String> found = reader.violations;
    if (!found.isEmpty()) {
      List<String> shown = found.subList(0, Math.min(SHOWN, found.size()));
      String more = found.size() > SHOWN ? "; and " + (found.size() - SHOWN) + " more" : "";
      throw GatewayException.invalid(String.join("; ", shown) + more, shown);
    }
    return (M) builder.build();
  }

  private void merge(JsonElement json, Message.Builder builder, String path) {
    if (!(json instanceof JsonObject object)) {
      violations.add(
          "%s: %s is not an object".formatted(path.isEmpty() ? "body" : path, kind(json)));
      return;
    }
    Set<FieldDescriptor> seen = new HashSet<>();
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      String name = member.getKey();
      String inner =
          path.isEmpty() ? RequestRules.shown(name) : path + "." + RequestRules.shown(name);
      FieldDescriptor field = FieldNames.find(builder.getDescriptorForType(), name);
      if (field == null) {
        violations.add(
            "%s: unknown field; %s"
                .formatted(inner, FieldNames.meant(builder.getDescriptorForType(), name)));
      } else if (!seen.add(field)) {
        violations.add("%s: it is there in both spellings".formatted(inner));
      } else if (!member.getValue().isJsonNull() && besides(field, builder) != null) {
        violations.add(
            "%s: %s is there too; only one of them can be"
                .formatted(inner, besides(field, builder).getJsonName()));
      } else if (!member.getValue().isJsonNull()) {
        set(field, member.getValue(), builder, inner);
      }
    }
  }

  /** The other field of which only one can be set, if it is. */
  private static FieldDescriptor besides(FieldDescriptor field, Message.Builder builder) {
    return field.getRealContainingOneof() == null
        ? null
        : builder.getOneofFieldDescriptor(field.getRealContainingOneof());
  }

  private void set(FieldDescriptor field, JsonElement value, Message.Builder builder, String path) {
    if (!ownMessage(field)) {
      leaf(field, value, builder, path);
    } else if (!field.isRepeated()) {
      Message.Builder inner = builder.newBuilderForField(field);
      merge(value, inner, path);
      builder.setField(field, inner.build());
    } else if (!value.isJsonArray()) {
      violations.add("%s: %s is not an array".formatted(path, kind(value)));
    } else {
      for (int i = 0; i < value.getAsJsonArray().size(); i++) {
        Message.Builder inner = builder.newBuilderForField(field);
        merge(value.getAsJsonArray().get(i), inner, "%s[%d]".formatted(path, i));
        builder.addRepeatedField(field, inner.build());
      }
    }
  }

  /** A field whose JSON the mapping knows as a whole; alone, so that its failure has a name. */
  private void leaf(
      FieldDescriptor field, JsonElement value, Message.Builder builder, String path) {
    if (field.getType() == FieldDescriptor.Type.STRING && !texts(value)) {
      violations.add("%s: %s".formatted(path, problem(field, value, null)));
      return;
    }
    JsonObject alone = new JsonObject();
    alone.add(field.getJsonName(), value);
    try {
      JsonFormat.parser().merge(alone.toString(), builder);
    } catch (InvalidProtocolBufferException | IllegalArgumentException | ClassCastException e) {
      violations.add("%s: %s".formatted(path, problem(field, value, e)));
    }
  }

  private static String problem(FieldDescriptor field, JsonElement value, Exception failure) {
    if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
      return "%s is not one of %s"
          .formatted(
              RequestRules.shown(value.toString()),
              field.getEnumType().getValues().stream()
                  .skip(1)
                  .map(EnumValueDescriptor::getName)
                  .collect(Collectors.joining(", ")));
    }
    return field.isMapField() || field.isRepeated() && failure != null
        ? "%s is not as it has to be: %s"
            .formatted(RequestRules.shown(value.toString()), failure.getMessage())
        : "%s is not %s".formatted(RequestRules.shown(value.toString()), FieldNames.kind(field));
  }

  /** The mapping would take numbers and truth values for texts, which hides mistakes. */
  private static boolean texts(JsonElement value) {
    return value instanceof JsonArray array
        ? array.asList().stream().allMatch(MessageJson::texts)
        : value instanceof JsonPrimitive primitive && primitive.isString();
  }

  private static boolean ownMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !field.isMapField()
        && !field.getMessageType().getFile().getPackage().equals("google.protobuf");
  }

  private static String kind(JsonElement json) {
    if (json.isJsonArray()) {
      return "an array";
    }
    return json.isJsonObject() ? "an object" : RequestRules.shown(json.toString());
  }
}
