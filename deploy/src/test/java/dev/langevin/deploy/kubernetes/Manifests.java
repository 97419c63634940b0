package dev.langevin.deploy.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A rendered overlay, as the tests ask about it.
 *
 * @param objects all that is in it
 */
record Manifests(List<Map<String, Object>> objects) {
  static final Path ROOT = checkout().resolve("deploy").resolve("kubernetes");

  /** The five services. */
  static final List<String> SERVICES =
      List.of("gateway", "text-encoder", "denoiser", "decoder", "orchestrator");

  static Manifests of(String overlay) {
    return new Manifests(Kustomization.render(ROOT.resolve("overlays").resolve(overlay)));
  }

  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("deploy").resolve("kubernetes"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  static String name(Object object) {
    return (String) Yaml.at(object, "metadata/name");
  }

  List<Map<String, Object>> kind(String... kinds) {
    return objects.stream().filter(it -> List.of(kinds).contains(it.get("kind"))).toList();
  }

  Map<String, Object> one(String kind, String name) {
    return kind(kind).stream()
        .filter(it -> name(it).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** What runs pods. */
  List<Map<String, Object>> workloads() {
    return kind("Deployment", "Job");
  }

  static Map<String, Object> pod(Map<String, Object> workload) {
    return Yaml.map(Yaml.at(workload, "spec/template/spec"));
  }

  static Map<String, Object> podLabels(Map<String, Object> workload) {
    return Yaml.map(Yaml.at(workload, "spec/template/metadata/labels"));
  }

  /** Containers, and those that run before them. */
  static List<Map<String, Object>> containers(Map<String, Object> workload) {
    return Stream.of("initContainers", "containers")
        .map(pod(workload)::get)
        .filter(it -> it != null)
        .flatMap(it -> Yaml.list(it).stream())
        .map(Yaml::map)
        .toList();
  }

  static Map<String, Object> main(Map<String, Object> workload) {
    return Yaml.map(Yaml.list(pod(workload).get("containers")).getFirst());
  }

  /** A container's environment, with what the ConfigMaps say. Those of secrets are left out. */
  Map<String, String> environment(Map<String, Object> container) {
    Map<String, String> all = new LinkedHashMap<>();
    if (container.get("env") == null) {
      return all;
    }
    for (Object entry : Yaml.list(container.get("env"))) {
      String name = (String) Yaml.at(entry, "name");
      Object map = Yaml.at(entry, "valueFrom/configMapKeyRef");
      if (map != null) {
        Object data = one("ConfigMap", (String) Yaml.at(map, "name")).get("data");
        String key = (String) Yaml.at(map, "key");
        Object value = Yaml.map(data).get(key);
        if (value == null) {
          throw new AssertionError("the ConfigMap has no " + key);
        }
        all.put(name, (String) value);
      } else if (Yaml.map(entry).get("value") != null) {
        all.put(name, (String) Yaml.map(entry).get("value"));
      }
    }
    return all;
  }

  /** Whether labels are those that a selector asks for. */
  static boolean selects(Object selector, Map<String, Object> labels) {
    Map<String, Object> it = Yaml.map(selector);
    boolean labelled =
        it.get("matchLabels") == null
            || labels.entrySet().containsAll(Yaml.map(it.get("matchLabels")).entrySet());
    List<Object> expressions = new ArrayList<>();
    if (it.get("matchExpressions") != null) {
      expressions.addAll(Yaml.list(it.get("matchExpressions")));
    }
    return labelled
        && expressions.stream()
            .map(Yaml::map)
            .allMatch(
                each ->
                    each.get("operator").equals("In")
                        && Yaml.list(each.get("values")).contains(labels.get(each.get("key"))));
  }
}
