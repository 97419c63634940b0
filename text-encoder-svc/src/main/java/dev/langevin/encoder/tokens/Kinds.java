package dev.langevin.encoder.tokens;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.runtime.model.ModelException;
import java.nio.file.Path;

/** Values of a file of JSON that have to be of a kind. */
final class Kinds {
  private static final int SHOWN = 60;

  /** Ids above this are no token's. */
  private static final long MOST = Integer.MAX_VALUE;

  private Kinds() {}

  static JsonObject object(Path file, String field, JsonElement value) {
    require(value != null && value.isJsonObject(), file, field, value, "an object");
    return value.getAsJsonObject();
  }

  static JsonArray list(Path file, String field, JsonElement value) {
    require(value != null && value.isJsonArray(), file, field, value, "a list");
    return value.getAsJsonArray();
  }

  static String text(Path file, String field, JsonElement value) {
    require(isText(value), file, field, value, "a text");
    return value.getAsString();
  }

  static boolean flag(Path file, String field, JsonElement value) {
    boolean flag = value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
    require(flag, file, field, value, "true or false");
    return value.getAsBoolean();
  }

  static double number(Path file, String field, JsonElement value) {
    require(isNumber(value), file, field, value, "a number");
    return value.getAsDouble();
  }

  /** A token's number. */
  static long id(Path file, String field, JsonElement value) {
    double id = isNumber(value) ? value.getAsDouble() : -1;
    boolean valid = id >= 0 && id <= MOST && id == Math.rint(id);
    require(valid, file, field, value, "a whole number in 0..%d".formatted(MOST));
    return (long) id;
  }

  /** A token: nothing, its text, or an object with the text in {@code content}. */
  static void token(Path file, String field, JsonElement value) {
    if (value == null || value.isJsonNull() || isText(value)) {
      return;
    }
    require(value.isJsonObject(), file, field, value, "a text or an object");
    JsonElement content = value.getAsJsonObject().get("content");
    if (content != null && !content.isJsonNull()) {
      text(file, field + ".content", content);
    }
  }

  private static boolean isText(JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  private static boolean isNumber(JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
  }

  private static void require(
      boolean valid, Path file, String field, JsonElement value, String allowed) {
    if (!valid) {
      String text = value == null ? "nothing" : value.toString();
      String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
      throw ModelException.network(file, "%s: %s is not %s".formatted(field, shown, allowed), null);
    }
  }
}
