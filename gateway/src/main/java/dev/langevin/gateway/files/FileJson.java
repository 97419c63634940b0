package dev.langevin.gateway.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An object of a file of settings. Failures are {@link IllegalArgumentException}s that name the
 * member, and never quote what may be a secret that somebody put there by mistake.
 *
 * @param json the object
 * @param at what stands before the names of its members
 */
public record FileJson(JsonObject json, String at) {
  /** The object that a file is. */
  public static FileJson of(byte[] bytes) {
    try {
      return of(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)), "");
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
  }

  /** The object that an element is. */
  public static FileJson of(JsonElement element, String at) {
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException(
          at.isEmpty() ? "it is not an object of JSON" : at + " it is not an object");
    }
    return new FileJson(element.getAsJsonObject(), at);
  }

  /** Refuses members of other names. */
  public FileJson requireKnown(Set<String> known) {
    for (String name : json.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%san unknown member; known: %s"
                .formatted(
                    at.isEmpty() ? "" : at + " ",
                    String.join(", ", new java.util.TreeSet<>(known))));
      }
    }
    return this;
  }

  /** Whether a member is there. */
  public boolean has(String name) {
    return json.has(name) && !json.get(name).isJsonNull();
  }

  /** A text of a form. */
  public String text(String name, Pattern form, String allowed) {
    if (!has(name)) {
      throw wrong(name, "absent");
    }
    JsonElement value = json.get(name);
    if (!value.isJsonPrimitive() || !form.matcher(value.getAsString()).matches()) {
      throw wrong(name, "it is not " + allowed);
    }
    return value.getAsString();
  }

  /** A time; empty if it is absent. */
  public Optional<Instant> time(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(json.get(name).getAsString()));
    } catch (DateTimeParseException | IllegalStateException | UnsupportedOperationException e) {
      throw wrong(name, "it is not a time such as 2027-01-31T12:00:00Z");
    }
  }

  /** A whole number of 1 or more; 0 if it is absent. */
  public long whole(String name, long max) {
    if (!has(name)) {
      return 0;
    }
    try {
      long number = json.get(name).getAsBigDecimal().longValueExact();
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (ArithmeticException
        | NumberFormatException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw wrong(name, "it is not a whole number in 1..%d".formatted(max));
    }
    throw wrong(name, "%s is not in 1..%d".formatted(json.get(name), max));
  }

  /** A list. */
  public JsonArray array(String name) {
    if (!has(name) || !json.get(name).isJsonArray()) {
      throw wrong(name, has(name) ? "it is not a list" : "absent");
    }
    return json.getAsJsonArray(name);
  }

  /** What to throw about a member. */
  public IllegalArgumentException wrong(String name, String why) {
    return new IllegalArgumentException(at + name + ": " + why);
  }
}
