package dev.langevin.deploy.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML documents as maps, lists and scalars. */
final class Yaml {
  private Yaml() {}

  static List<Object> documents(Path file) {
    try {
      return documents(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Object> documents(String text) {
    List<Object> documents = new ArrayList<>();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(text)
        .forEach(
            document -> {
              if (document != null) {
                documents.add(document);
              }
            });
    return documents;
  }

  @SuppressWarnings("unchecked") // keys of these documents are texts
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // a list of anything
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /** A copy that shares nothing. */
  static Object copy(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), copy(each)));
        yield copy;
      }
      case List<?> list -> new ArrayList<>(list.stream().map(Yaml::copy).toList());
      case null -> null;
      default -> value;
    };
  }

  /**
   * What is at a way of keys and indices, such as {@code spec/ports/0/name}; null if nothing is.
   */
  static Object at(Object from, String way) {
    Object at = from;
    for (String step : way.split("/")) {
      if (at instanceof Map<?, ?> map) {
        at = map.get(step);
      } else if (at instanceof List<?> list && Integer.parseInt(step) < list.size()) {
        at = list.get(Integer.parseInt(step));
      } else {
        return null;
      }
    }
    return at;
  }
}
