package dev.langevin.deploy.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A strategic merge: maps are merged, null takes a key away, and lists whose elements have a key of
 * their own (the API's {@code x-kubernetes-patch-merge-key}) element by element.
 */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";

  /** Of the lists that the overlays patch. */
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "volumes", "name",
          "env", "name",
          "volumeMounts", "mountPath",
          "ports", "containerPort");

  private StrategicMerge() {}

  static void apply(Map<String, Object> patch, Map<String, Object> target) {
    patch.forEach(
        (key, value) -> {
          Object present = target.get(key);
          if (value == null) {
            target.remove(key);
          } else if (value instanceof Map<?, ?> && present instanceof Map<?, ?>) {
            apply(Yaml.map(value), Yaml.map(present));
          } else if (value instanceof List<?>
              && present instanceof List<?>
              && KEYS.containsKey(key)) {
            elements(Yaml.list(value), Yaml.list(present), KEYS.get(key));
          } else {
            target.put(key, Yaml.copy(value));
          }
        });
  }

  private static void elements(List<Object> patch, List<Object> target, String key) {
    for (Object element : patch) {
      Map<String, Object> wanted = Yaml.map(element);
      Object name = Objects.requireNonNull(wanted.get(key), key);
      Map<String, Object> present =
          target.stream()
              .map(Yaml::map)
              .filter(it -> name.equals(it.get(key)))
              .findFirst()
              .orElse(null);
      if ("delete".equals(wanted.get(DIRECTIVE))) {
        target.removeIf(it -> name.equals(Yaml.map(it).get(key)));
      } else if (present == null) {
        target.add(Yaml.copy(wanted));
      } else {
        apply(wanted, present);
      }
    }
  }
}
