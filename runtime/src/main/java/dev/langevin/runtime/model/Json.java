package dev.langevin.runtime.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A JSON object in a file, read with messages that name file, field and value. */
record Json(Path file, JsonObject object) {
  static Json read(Path file, String why) {
    String text = text(file, why);
    try {
      JsonElement element = JsonParser.parseString(text);
      if (element.isJsonObject()) {
        return new Json(file, element.getAsJsonObject());
      }
      throw new JsonParseException("it does not hold an object");
    } catch (JsonParseException e) {
      throw ModelException.badJson(file, e);
    }
  }

  /** Without a field where there is no file. */
  static Json readIfThere(Path file, String why) {
    return Files.exists(file) ? read(file, why) : new Json(file, new JsonObject());
  }

  static boolean isNumber(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
  }

  static String text(Path file, String why) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw ModelException.missing(file, why);
    } catch (MalformedInputException e) {
      throw ModelException.badJson(file, e);
    } catch (IOException e) {
      throw ModelException.unreadable(file, e);
    }
  }

  Optional<JsonElement> get(String field) {
    JsonElement element = object.get(field);
    return element == null || element.isJsonNull() ? Optional.empty() : Optional.of(element);
  }

  String text(String field, String fallback, String why) {
    return get(field).map(e -> string(field, e, why)).orElse(fallback);
  }

  int integer(String field, int fallback, int min, int max) {
    return get(field).map(e -> integer(field, e, min, max)).orElse(fallback);
  }

  double number(String field, double fallback, double min, double max) {
    return get(field).map(e -> number(field, e, min, max)).orElse(fallback);
  }

  int integer(String field, JsonElement element, int min, int max) {
    double value = number(field, element, min, max);
    if (value != Math.rint(value)) {
      throw ModelException.badField(file, field, element, "a whole number");
    }
    return (int) value;
  }

  JsonArray array(String field, JsonElement element) {
    if (!element.isJsonArray() || element.getAsJsonArray().isEmpty()) {
      throw ModelException.badField(file, field, element, "a list with an element");
    }
    return element.getAsJsonArray();
  }

  private double number(String field, JsonElement element, double min, double max) {
    if (isNumber(element)) {
      double value = element.getAsDouble();
      if (value >= min && value <= max) {
        return value;
      }
    }
    String allowed = "a number in %s..%s".formatted(plain(min), plain(max));
    throw ModelException.badField(file, field, element, allowed);
  }

  private String string(String field, JsonElement element, String allowed) {
    if (element.isJsonPrimitive()) {
      return element.getAsString();
    }
    throw ModelException.badField(file, field, element, allowed);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
