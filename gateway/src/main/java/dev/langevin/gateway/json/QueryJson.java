package dev.langevin.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.Request;
import java.util.List;
import java.util.Map;

/** Query parameters as the fields of a message. */
public final class QueryJson {
  private QueryJson() {}

  /**
   * The message. A repeated field takes a parameter several times, or values between commas; a map
   * takes {@code key=value}, several times; a field of an inner message is named with a dot.
   */
  public static <M extends Message> M read(Request request, M example) {
    JsonObject json = new JsonObject();
    for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
      put(example.getDescriptorForType(), parameter.getKey(), parameter.getValue(), json);
    }
    return MessageJson.read(json, example);
  }

  private static void put(Descriptor type, String name, List<String> values, JsonObject json) {
    int dot = name.indexOf('.');
    FieldDescriptor outer = dot < 0 ? null : FieldNames.find(type, name.substring(0, dot));
    if (outer != null) {
      JsonObject inner =
          json.has(outer.getName()) ? json.getAsJsonObject(outer.getName()) : new JsonObject();
      json.add(outer.getName(), inner);
      put(outer.getMessageType(), name.substring(dot + 1), values, inner);
      return;
    }
    json.add(name, value(name, FieldNames.find(type, name), values));
  }

  private static JsonElement value(String name, FieldDescriptor field, List<String> values) {
    if (field != null && field.isMapField()) {
      return map(name, values);
    }
    if (field != null && field.isRepeated()) {
      JsonArray array = new JsonArray();
      values.forEach(value -> List.of(value.split(",")).forEach(array::add));
      return array;
    }
    return value(field, values.getLast());
  }

  private static JsonObject map(String name, List<String> pairs) {
    JsonObject map = new JsonObject();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw GatewayException.invalid(
            "%s: %s is not key=value".formatted(name, RequestRules.shown(pair)));
      }
      String key = pair.substring(0, equals);
      if (map.has(key)) {
        throw GatewayException.invalid(
            "%s: %s is there twice".formatted(name, RequestRules.shown(key)));
      }
      map.addProperty(key, pair.substring(equals + 1));
    }
    return map;
  }

  private static JsonPrimitive value(FieldDescriptor field, String text) {
    boolean flag = field != null && field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN;
    return flag && (text.equals("true") || text.equals("false"))
        ? new JsonPrimitive(text.equals("true"))
        : new JsonPrimitive(text);
  }
}
