package dev.langevin.runtime.topics;

import dev.langevin.runtime.config.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a YAML document that maps names to values, with the way to it for messages.
 *
 * @param way its keys from the top, joined by slashes; empty for the document
 * @param values by name, in the document's order
 */
record Section(String way, Map<String, Object> values) {
  static Section of(String way, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw refused(way.isEmpty() ? "the document" : way, String.valueOf(value), "a map of names");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach((key, each) -> values.put(String.valueOf(key), each));
    return new Section(way, values);
  }

  static ConfigurationException refused(String what, String value, String allowed) {
    return new ConfigurationException("%s: %s is not %s".formatted(what, value, allowed));
  }

  String path(String key) {
    return way.isEmpty() ? key : way + "/" + key;
  }

  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Refuses other names than these. */
  void allow(String... names) {
    for (String key : values.keySet()) {
      if (!List.of(names).contains(key)) {
        throw refused(path(key), "this", "one of " + String.join(", ", names));
      }
    }
  }

  /** The map under a name; an empty one if there is none. */
  Section section(String key) {
    Object value = values.get(key);
    return of(path(key), value == null ? Map.of() : value);
  }

  /** The values under a name as texts; none if there is none. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    Section section = section(key);
    section.values.forEach((name, value) -> texts.put(name, section.scalar(name, value)));
    return texts;
  }

  String text(String key) {
    if (!has(key)) {
      throw new ConfigurationException(path(key) + " is missing");
    }
    return scalar(key, values.get(key));
  }

  List<String> list(String key) {
    if (!(values.get(key) instanceof List<?> list)) {
      throw refused(path(key), String.valueOf(values.get(key)), "a list of names");
    }
    return list.stream().map(each -> scalar(key, each)).toList();
  }

  boolean flag(String key) {
    if (!has(key)) {
      return false;
    }
    if (values.get(key) instanceof Boolean flag) {
      return flag;
    }
    throw refused(path(key), String.valueOf(values.get(key)), "true or false");
  }

  long number(String key, long min, long max) {
    if (!has(key)) {
      throw new ConfigurationException(path(key) + " is missing");
    }
    Object value = values.get(key);
    boolean whole = value instanceof Integer || value instanceof Long;
    if (whole && ((Number) value).longValue() >= min && ((Number) value).longValue() <= max) {
      return ((Number) value).longValue();
    }
    throw refused(path(key), String.valueOf(value), "a whole number in " + min + ".." + max);
  }

  private String scalar(String key, Object value) {
    if (value == null || value instanceof Map || value instanceof List) {
      throw refused(path(key), String.valueOf(value), "a single value");
    }
    return value.toString();
  }
}
