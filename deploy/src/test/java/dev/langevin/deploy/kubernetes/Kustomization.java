package dev.langevin.deploy.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Renders a folder as kustomize does, as far as ours go: resources, components, namespace, labels,
 * configMapGenerator with merge and hashed names, images, patches of both kinds. Anything else in a
 * kustomization.yaml is refused. Where there is a kubectl, {@link KubectlTest} compares.
 */
final class Kustomization {
  private static final Set<String> KNOWN =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "labels",
          "resources",
          "components",
          "configMapGenerator",
          "images",
          "patches");

  private static final Set<String> CLUSTER_WIDE = Set.of("Namespace");

  private final Map<String, Map<String, Object>> configMaps = new TreeMap<>();
  private final List<Map<String, Object>> objects = new ArrayList<>();

  private Kustomization() {}

  /** What a folder's kustomization.yaml makes. */
  static List<Map<String, Object>> render(Path folder) {
    Kustomization all = new Kustomization();
    all.add(folder);
    all.nameConfigMaps();
    return all.objects;
  }

  private void add(Path folder) {
    Map<String, Object> it =
        Yaml.map(Yaml.documents(folder.resolve("kustomization.yaml")).getFirst());
    if (!KNOWN.containsAll(it.keySet())) {
      throw new IllegalStateException(folder + ": not rendered here: " + it.keySet());
    }
    for (Object resource : list(it, "resources")) {
      Path path = folder.resolve((String) resource).normalize();
      if (Files.isDirectory(path)) {
        add(path);
      } else {
        Yaml.documents(path).forEach(document -> objects.add(Yaml.map(document)));
      }
    }
    for (Object component : list(it, "components")) {
      add(folder.resolve((String) component).normalize());
    }
    list(it, "configMapGenerator").forEach(each -> generate(Yaml.map(each)));
    list(it, "patches").forEach(each -> patch(Yaml.map(each), folder));
    if (it.get("namespace") instanceof String namespace) {
      objects.stream()
          .filter(object -> !CLUSTER_WIDE.contains(object.get("kind")))
          .forEach(object -> metadata(object).put("namespace", namespace));
    }
    list(it, "labels").forEach(each -> label(Yaml.map(each)));
    list(it, "images").forEach(each -> objects.forEach(object -> image(Yaml.map(each), object)));
  }

  private static List<Object> list(Map<String, Object> from, String key) {
    return from.containsKey(key) ? Yaml.list(from.get(key)) : List.of();
  }

  private static Map<String, Object> metadata(Map<String, Object> object) {
    return Yaml.map(object.computeIfAbsent("metadata", key -> new LinkedHashMap<>()));
  }

  private void generate(Map<String, Object> generator) {
    String name = (String) generator.get("name");
    Map<String, Object> data =
        "merge".equals(generator.get("behavior")) ? configMaps.get(name) : new TreeMap<>();
    for (Object literal : list(generator, "literals")) {
      String[] pair = ((String) literal).split("=", 2);
      data.put(pair[0], pair[1]);
    }
    if (configMaps.put(name, data) == null) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("apiVersion", "v1");
      object.put("kind", "ConfigMap");
      object.put("metadata", new LinkedHashMap<>(Map.of("name", name)));
      object.put("data", data);
      objects.add(object);
    }
  }

  private void patch(Map<String, Object> patch, Path folder) {
    List<Object> documents =
        patch.containsKey("path")
            ? Yaml.documents(folder.resolve((String) patch.get("path")))
            : Yaml.documents((String) patch.get("patch"));
    Object body = documents.getFirst();
    Map<String, Object> target =
        patch.containsKey("target")
            ? Yaml.map(patch.get("target"))
            : Map.of(
                "kind", Yaml.map(body).get("kind"), "name", metadata(Yaml.map(body)).get("name"));
    List<Map<String, Object>> hit = objects.stream().filter(it -> matches(it, target)).toList();
    if (hit.isEmpty()) {
      throw new IllegalStateException(folder + ": a patch of nothing: " + target);
    }
    for (Map<String, Object> object : hit) {
      if (body instanceof List<?>) {
        JsonPatch.apply(Yaml.list(body), object);
      } else {
        Map<String, Object> merge = Yaml.map(Yaml.copy(body));
        merge.remove("metadata");
        StrategicMerge.apply(merge, object);
      }
    }
  }

  private static boolean matches(Map<String, Object> object, Map<String, Object> target) {
    boolean label = true;
    if (target.get("labelSelector") instanceof String selector) {
      String[] pair = selector.split("=", 2);
      Object labels = metadata(object).get("labels");
      label = labels instanceof Map<?, ?> map && pair[1].equals(map.get(pair[0]));
    }
    return label
        && target.get("kind").equals(object.get("kind"))
        && ((String) metadata(object).get("name"))
            .matches((String) target.getOrDefault("name", ".*"));
  }

  private void label(Map<String, Object> label) {
    Map<String, Object> pairs = Yaml.map(label.get("pairs"));
    for (Map<String, Object> object : objects) {
      labels(metadata(object)).putAll(pairs);
      Object template = Yaml.at(object, "spec/template");
      if (Boolean.TRUE.equals(label.get("includeTemplates")) && template != null) {
        labels(metadata(Yaml.map(template))).putAll(pairs);
      }
    }
  }

  private static Map<String, Object> labels(Map<String, Object> metadata) {
    return Yaml.map(metadata.computeIfAbsent("labels", key -> new LinkedHashMap<>()));
  }

  private static void image(Map<String, Object> image, Object within) {
    if (within instanceof Map<?, ?>) {
      Map<String, Object> map = Yaml.map(within);
      if (map.get("image") instanceof String present
          && present.replaceFirst(":[^/:]+$", "").equals(image.get("name"))) {
        String tag = present.substring(((String) image.get("name")).length());
        Object newTag = image.get("newTag");
        map.put(
            "image",
            image.getOrDefault("newName", image.get("name"))
                + (newTag == null ? tag : ":" + newTag));
      }
      map.values().forEach(each -> image(image, each));
    } else if (within instanceof List<?> list) {
      list.forEach(each -> image(image, each));
    }
  }

  /** Gives generated ones the names that end in a hash, wherever they are named. */
  private void nameConfigMaps() {
    configMaps.forEach(
        (name, data) -> {
          String hashed = name + "-" + hash(data);
          for (Map<String, Object> object : objects) {
            if (object.get("kind").equals("ConfigMap")
                && metadata(object).get("name").equals(name)) {
              metadata(object).put("name", hashed);
            } else {
              refer(object, name, hashed);
            }
          }
        });
  }

  private static void refer(Object within, String name, String hashed) {
    if (within instanceof Map<?, ?>) {
      Yaml.map(within)
          .forEach(
              (key, value) -> {
                if (key.equals("configMapKeyRef") && name.equals(Yaml.map(value).get("name"))) {
                  Yaml.map(value).put("name", hashed);
                } else {
                  refer(value, name, hashed);
                }
              });
    } else if (within instanceof List<?> list) {
      list.forEach(each -> refer(each, name, hashed));
    }
  }

  /** As kustomize has it: of the JSON of kind, no name, and data; ten digits that spell no word. */
  private static String hash(Map<String, Object> data) {
    StringBuilder json = new StringBuilder("{\"data\":{");
    new TreeMap<>(data)
        .forEach(
            (key, value) ->
                json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                    .append(quoted(key))
                    .append(':')
                    .append(quoted((String) value)));
    json.append("},\"kind\":\"ConfigMap\",\"name\":\"\"}");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String hex =
          HexFormat.of().formatHex(digest.digest(json.toString().getBytes(StandardCharsets.UTF_8)));
      return hex.substring(0, 10)
          .replace('0', 'g')
          .replace('1', 'h')
          .replace('3', 'k')
          .replace('a', 'm')
          .replace('e', 't');
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
