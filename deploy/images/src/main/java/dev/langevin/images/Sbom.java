package dev.langevin.images;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in an image, as CycloneDX wants it: the libraries, as its Maven plugin has written them
 * for the module, the Java runtime and the base.
 */
final class Sbom {
  /** Written by the CycloneDX plugin; the profile images calls it. */
  static final String LIST = "target/bom.json";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final JsonObject bom;

  private Sbom(JsonObject bom) {
    this.bom = bom;
  }

  /**
   * Of those that Maven has written for modules, what is in the image.
   *
   * @param modules their folders
   * @param jars names of the image's jars
   * @throws ImageException if Maven has not written one
   */
  static Sbom of(List<Path> modules, Collection<String> jars) {
    SortedMap<String, JsonObject> components = new TreeMap<>();
    SortedMap<String, JsonObject> needs = new TreeMap<>();
    JsonObject bom = new JsonObject();
    for (Path module : modules) {
      JsonObject one = read(module.resolve(LIST));
      one.getAsJsonArray("components").add(one.getAsJsonObject("metadata").get("component"));
      for (JsonElement part : one.getAsJsonArray("components")) {
        JsonObject component = part.getAsJsonObject();
        if (jars.contains(jar(component))) {
          components.putIfAbsent(component.get("bom-ref").getAsString(), component);
        }
      }
      for (JsonElement need : one.getAsJsonArray("dependencies")) {
        needs.putIfAbsent(need.getAsJsonObject().get("ref").getAsString(), need.getAsJsonObject());
      }
      bom = one;
    }
    bom.add("components", array(components.values()));
    needs.keySet().retainAll(components.keySet());
    for (JsonObject need : needs.values()) {
      JsonArray on = need.getAsJsonArray("dependsOn");
      if (on != null) {
        on.asList().removeIf(ref -> !components.containsKey(ref.getAsString()));
      }
    }
    bom.add("dependencies", array(needs.values()));
    return new Sbom(bom);
  }

  private static JsonObject read(Path list) {
    if (!Files.isRegularFile(list)) {
      throw ImageException.missing(list, "mvn -Pimages package writes it");
    }
    try {
      return JsonParser.parseString(Files.readString(list)).getAsJsonObject();
    } catch (IOException e) {
      throw ImageException.failed(list.toString(), e);
    }
  }

  /** What a component's file is called. */
  private static String jar(JsonObject component) {
    String name = component.get("name").getAsString();
    return name.equals("langevin-deploy")
        ? "langevin.jar"
        : name + "-" + component.get("version").getAsString() + ".jar";
  }

  /** Says that it is an image's. */
  Sbom image(String name, String version) {
    JsonObject component = component("container", name, version);
    component.addProperty("bom-ref", "image");
    component.addProperty("purl", "pkg:oci/" + name.replace('/', '-') + "?tag=" + version);
    bom.getAsJsonObject("metadata").add("component", component);
    return this;
  }

  /** Adds the Java runtime, which is of the JDK that runs us. */
  Sbom java(Collection<String> modules) {
    String version = Runtime.version().toString();
    JsonObject component = component("platform", "openjdk", version);
    component.addProperty("publisher", System.getProperty("java.vendor"));
    component.addProperty("purl", "pkg:generic/openjdk@" + version.replace("+", "%2B"));
    component.add("licenses", licences("GPL-2.0-with-classpath-exception"));
    JsonObject linked = new JsonObject();
    linked.addProperty("name", "langevin:modules");
    linked.addProperty("value", String.join(" ", modules));
    component.add("properties", array(List.of(linked)));
    return add(component);
  }

  /** Adds a package of the system that files of the base come from. */
  Sbom debian(String name, String version, String architecture) {
    JsonObject component = component("library", name, version);
    component.addProperty(
        "purl",
        "pkg:deb/debian/%s@%s?arch=%s"
            .formatted(name, version.replace("+", "%2B").replace("~", "%7E"), architecture));
    return add(component);
  }

  /** Adds the image that it is built on. */
  Sbom base(String reference) {
    return add(component("container", reference, ""));
  }

  /** Writes it. */
  void write(Path file) {
    try {
      Files.writeString(file, GSON.toJson(bom) + "\n");
    } catch (IOException e) {
      throw ImageException.failed(file.toString(), e);
    }
  }

  private Sbom add(JsonObject component) {
    bom.getAsJsonArray("components").add(component);
    return this;
  }

  private static JsonObject component(String type, String name, String version) {
    JsonObject component = new JsonObject();
    component.addProperty("type", type);
    component.addProperty("name", name);
    component.addProperty("version", version);
    return component;
  }

  private static JsonArray licences(String id) {
    JsonObject license = new JsonObject();
    license.addProperty("id", id);
    JsonObject choice = new JsonObject();
    choice.add("license", license);
    return array(List.of(choice));
  }

  private static JsonArray array(Collection<JsonObject> parts) {
    JsonArray array = new JsonArray();
    parts.forEach(array::add);
    return array;
  }
}
