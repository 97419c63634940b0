package dev.langevin.images;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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
   * The libraries of a module.
   *
   * @throws ImageException if Maven has not written them
   */
  static Sbom of(Path module) {
    Path list = module.resolve(LIST);
    if (!Files.isRegularFile(list)) {
      throw ImageException.missing(list, "mvn -Pimages package writes it");
    }
    try {
      return new Sbom(JsonParser.parseString(Files.readString(list)).getAsJsonObject());
    } catch (IOException e) {
      throw ImageException.failed(list.toString(), e);
    }
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
    component.add("properties", array(linked));
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

  /** Names and versions of all that it lists. */
  List<Map.Entry<String, String>> contents() {
    return bom.getAsJsonArray("components").asList().stream()
        .map(part -> part.getAsJsonObject())
        .map(part -> Map.entry(part.get("name").getAsString(), part.get("version").getAsString()))
        .toList();
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
    return array(choice);
  }

  private static JsonArray array(JsonObject only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }
}
