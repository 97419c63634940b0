package dev.langevin.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares JSON with the part of JSON schema that our document uses; a keyword that it doesn't know
 * is a failure of its own.
 */
final class SchemaCheck {
  private static final List<String> SILENT =
      List.of(
          "description",
          "format",
          "contentEncoding",
          "default",
          "maxItems",
          "minLength",
          "maxLength");

  private final JsonObject document;
  private final List<String> problems = new ArrayList<>();

  private SchemaCheck(JsonObject document) {
    this.document = document;
  }

  /** What is wrong with a value; empty if nothing is. */
  static List<String> problems(JsonElement value, JsonObject schema, JsonObject document) {
    SchemaCheck check = new SchemaCheck(document);
    check.check("$", value, schema);
    return check.problems;
  }

  /** The schema that a reference means. */
  static JsonObject resolve(JsonObject schema, JsonObject document) {
    if (!schema.has("$ref")) {
      return schema;
    }
    JsonElement found = document;
    for (String step : schema.get("$ref").getAsString().substring(2).split("/")) {
      found = found.getAsJsonObject().get(step);
    }
    return found.getAsJsonObject();
  }

  private void check(String path, JsonElement value, JsonObject schema) {
    for (String keyword : schema.keySet()) {
      JsonElement rule = schema.get(keyword);
      switch (keyword) {
        case "$ref" -> check(path, value, resolve(schema, document));
        case "allOf" ->
            rule.getAsJsonArray().forEach(all -> check(path, value, all.getAsJsonObject()));
        case "type" -> require(types(rule).contains(type(value)), path, value, "type " + rule);
        case "enum" ->
            require(rule.getAsJsonArray().contains(value), path, value, "one of " + rule);
        case "minimum" ->
            require(
                !number(value) || value.getAsDouble() >= rule.getAsDouble(),
                path,
                value,
                ">= " + rule);
        case "maximum" ->
            require(
                !number(value) || value.getAsDouble() <= rule.getAsDouble(),
                path,
                value,
                "<= " + rule);
        case "pattern" ->
            require(
                Pattern.matches(rule.getAsString(), value.getAsString()), path, value, "" + rule);
        case "items" -> {
          if (value instanceof JsonArray array) {
            array.forEach(item -> check(path + "[]", item, rule.getAsJsonObject()));
          }
        }
        case "required" ->
            rule.getAsJsonArray()
                .forEach(
                    name ->
                        require(
                            value instanceof JsonObject object && object.has(name.getAsString()),
                            path,
                            value,
                            "with " + name));
        case "properties" -> {
          if (value instanceof JsonObject object) {
            JsonObject properties = rule.getAsJsonObject();
            properties.keySet().stream()
                .filter(object::has)
                .forEach(
                    name ->
                        check(
                            path + "." + name, object.get(name), properties.getAsJsonObject(name)));
          }
        }
        case "additionalProperties" -> additional(path, value, schema, rule);
        default -> {
          if (!SILENT.contains(keyword)) {
            problems.add("the check does not know " + keyword);
          }
        }
      }
    }
  }

  private void additional(String path, JsonElement value, JsonObject schema, JsonElement rule) {
    if (!(value instanceof JsonObject object)) {
      return;
    }
    JsonObject known =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    for (String name : object.keySet()) {
      if (known.has(name)) {
        continue;
      }
      if (rule instanceof JsonObject inner) {
        check(path + "." + name, object.get(name), inner);
      } else {
        require(rule.getAsBoolean(), path, value, "without " + name);
      }
    }
  }

  private void require(boolean good, String path, JsonElement value, String rule) {
    if (!good) {
      problems.add("%s: %s is not %s".formatted(path, value, rule));
    }
  }

  private static List<String> types(JsonElement rule) {
    List<String> types =
        new ArrayList<>(
            rule.isJsonArray()
                ? rule.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList()
                : List.of(rule.getAsString()));
    if (types.contains("number")) {
      types.add("integer");
    }
    return types;
  }

  private static boolean number(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  private static String type(JsonElement value) {
    if (value.isJsonNull()) {
      return "null";
    }
    if (!value.isJsonPrimitive()) {
      return value.isJsonArray() ? "array" : "object";
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return "boolean";
    }
    if (primitive.isString()) {
      return "string";
    }
    return primitive.getAsDouble() == Math.rint(primitive.getAsDouble()) ? "integer" : "number";
  }
}
