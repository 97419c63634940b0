package dev.langevin.encoder.tokens;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.langevin.runtime.model.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns in a {@code tokenizer.json} that the native library does not stand: it ends the process
 * (version 0.21 of tokenizers) where a Replace puts something in the place of nothing, and where
 * brackets are nested some thousand deep.
 */
final class Patterns {
  /** Those of the tokenizers in use have a few within one another. */
  private static final int DEEPEST = 50;

  private static final List<String> PARTS =
      List.of("normalizer", "pre_tokenizer", "post_processor", "decoder");

  private Patterns() {}

  /** ModelException for such a pattern, anywhere but among the tokens. */
  static void check(Path file, JsonObject tokenizer) {
    PARTS.forEach(part -> walk(file, tokenizer.get(part)));
  }

  private static void walk(Path file, JsonElement part) {
    if (part instanceof JsonObject object) {
      JsonElement pattern = object.get("pattern");
      if (pattern instanceof JsonObject kinds) {
        boolean replace = new JsonPrimitive("Replace").equals(object.get("type"));
        for (String kind : kinds.keySet()) {
          check(file, kind, Kinds.text(file, "pattern." + kind, kinds.get(kind)), replace);
        }
      }
      object.asMap().values().forEach(inner -> walk(file, inner));
    } else if (part != null && part.isJsonArray()) {
      part.getAsJsonArray().forEach(inner -> walk(file, inner));
    }
  }

  private static void check(Path file, String kind, String text, boolean replace) {
    if (depth(text) > DEEPEST) {
      String is = "pattern.%s: its brackets are nested more than %d deep";
      throw ModelException.network(file, is.formatted(kind, DEEPEST), null);
    }
    if (replace && (kind.equals("Regex") ? matchesNothing(text) : text.isEmpty())) {
      String is = "pattern.%s: \"%s\" of a Replace is not one that matches a character at least";
      throw ModelException.network(file, is.formatted(kind, text), null);
    }
  }

  /** At most so deep: brackets that are taken literally count, too. */
  private static int depth(String regex) {
    int depth = 0;
    int deepest = 0;
    for (char c : regex.toCharArray()) {
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static boolean matchesNothing(String regex) {
    try {
      return Pattern.compile(regex).matcher("").find();
    } catch (PatternSyntaxException e) {
      return false; // one that only the library's own expressions know, or none: it says which
    }
  }
}
