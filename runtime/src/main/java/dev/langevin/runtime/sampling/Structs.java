package dev.langevin.runtime.sampling;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.langevin.sampling.SamplingException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Protobuf's JSON objects as the maps that JSON parsers make. */
public final class Structs {
  private Structs() {}

  /** Numbers as Double, nulls as null, lists as List. */
  public static Map<String, Object> map(Struct struct) {
    Map<String, Object> map = new LinkedHashMap<>();
    struct.getFieldsMap().forEach((key, value) -> map.put(key, value(key, value)));
    return map;
  }

  private static Object value(String key, Value value) {
    return switch (value.getKindCase()) {
      case NULL_VALUE, KIND_NOT_SET -> null;
      case NUMBER_VALUE -> value.getNumberValue();
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case LIST_VALUE ->
          value.getListValue().getValuesList().stream().map(v -> value(key, v)).toList();
      case STRUCT_VALUE ->
          throw SamplingException.invalid(
              key, "an object", "a number, a text, true, false, null or a list");
    };
  }
}
