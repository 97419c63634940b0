package dev.langevin.images.containers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A part of a YAML file.
 *
 * @param where for messages
 * @param value a map, or null for an empty one
 */
record Node(String where, Object value) {
  Map<?, ?> entries() {
    return value == null ? Map.of() : (Map<?, ?>) value;
  }

  List<String> names() {
    return entries().keySet().stream().map(String::valueOf).toList();
  }

  Node map(String name) {
    return new Node(where + "." + name, entries().get(name));
  }

  String text(String name) {
    Object text = entries().get(name);
    return text == null ? "" : text.toString();
  }

  List<?> items(String name) {
    Object list = entries().get(name);
    return list == null ? List.of() : (List<?>) list;
  }

  List<String> list(String name) {
    return items(name).stream().map(String::valueOf).toList();
  }

  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    entries().forEach((key, text) -> texts.put(key.toString(), text.toString()));
    return texts;
  }

  /** Refuses another value. */
  void require(String name, String value) {
    if (!text(name).equals(value)) {
      throw new IllegalArgumentException(
          "%s.%s: %s is not %s, which the tests understand"
              .formatted(where, name, text(name), value));
    }
  }

  /** Refuses names that match none of these patterns. */
  void allow(String... names) {
    for (String name : names()) {
      if (Stream.of(names).noneMatch(name::matches)) {
        throw new IllegalArgumentException(
            "%s: %s is not one of %s, which the tests understand"
                .formatted(where, name, String.join(", ", names)));
      }
    }
  }
}
