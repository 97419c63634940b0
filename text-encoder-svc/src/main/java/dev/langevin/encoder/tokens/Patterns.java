package dev.langevin.encoder.tokens;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.runtime.model.ModelException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns in a {@code tokenizer.json} that the native library does not stand: where one replaces
 * nothing by something, version 0.21 of tokenizers runs past the end of the text and ends the
 * process.
 */
final class Patterns {
  private Patterns() {}

  /** ModelException for a pattern of a Replace, anywhere, that matches the empty text. */
  static void check(Path file, JsonElement part) {
    if (part instanceof JsonObject object) {
      JsonElement type = object.get("type");
      if (type != null && type.isJsonPrimitive() && type.getAsString().equals("Replace")) {
        JsonObject pattern = Kinds.object(file, "pattern", object.get("pattern"));
        pattern.asMap().forEach((kind, text) -> check(file, kind, Kinds.text(file, kind, text)));
      }
      object.asMap().values().forEach(inner -> check(file, inner));
    } else if (part != null && part.isJsonArray()) {
      part.getAsJsonArray().forEach(inner -> check(file, inner));
    }
  }

  private static void check(Path file, String kind, String text) {
    if (kind.equals("Regex") ? matchesNothing(text) : text.isEmpty()) {
      throw ModelException.network(
          file,
          "pattern.%s: \"%s\" of a Replace is not one that matches a character at least"
              .formatted(kind, text),
          null);
    }
  }

  private static boolean matchesNothing(String regex) {
    try {
      return Pattern.compile(regex).matcher("").find();
    } catch (PatternSyntaxException e) {
      return false; // one that only the library's own expressions know, or none: it says which
    }
  }
}
