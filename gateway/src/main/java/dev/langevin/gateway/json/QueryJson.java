package dev.langevin.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.langevin.gateway.http.Request;
import java.util.List;
import java.util.Map;

/** Query parameters as the fields of a message. */
public final class QueryJson {
  private QueryJson() {}

  /** The message; a repeated field takes a parameter several times, or values between commas. */
  public static <M extends Message> M read(Request request, M example) {
    JsonObject json = new JsonObject();
    for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
      FieldDescriptor field = FieldNames.find(example.getDescriptorForType(), parameter.getKey());
      List<String> values = parameter.getValue();
      if (field != null && field.isRepeated()) {
        JsonArray array = new JsonArray();
        values.forEach(value -> List.of(value.split(",")).forEach(array::add));
        json.add(parameter.getKey(), array);
      } else {
        json.add(parameter.getKey(), value(field, values.getLast()));
      }
    }
    return MessageJson.read(json, example);
  }

  private static JsonPrimitive value(FieldDescriptor field, String text) {
    boolean flag = field != null && field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN;
    return flag && (text.equals("true") || text.equals("false"))
        ? new JsonPrimitive(text.equals("true"))
        : new JsonPrimitive(text);
  }
}
