package dev.langevin.encoder.tokens;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tokens that a directory gives a meaning of their own. Each is written as its text or as an
 * object with the text in {@code content}. {@code special_tokens_map.json} overrides {@code
 * tokenizer_config.json} unless that one lists all added tokens, as the reference does: Stable
 * Diffusion 2's pad token stands in the former alone.
 */
record SpecialTokens(Map<String, JsonElement> tokens) {
  /** The roles that are read; other keys that end alike, such as add_bos_token, are no tokens. */
  static final List<String> ROLES = List.of("bos_token", "eos_token", "unk_token", "pad_token");

  private static final String FORMS = "added_tokens_decoder";
  private static final String CLIP_START = "<|startoftext|>";
  private static final String CLIP_END = "<|endoftext|>";

  static SpecialTokens read(Path directory, JsonObject config) {
    Path file = directory.resolve("tokenizer_config.json");
    JsonObject all = new JsonObject();
    addTokens(file, config, all);
    if (config.has(FORMS)) {
      for (JsonElement form : Kinds.object(file, FORMS, config.get(FORMS)).asMap().values()) {
        Kinds.token(file, FORMS, form);
        spell(form, all);
      }
    } else {
      Path map = directory.resolve("special_tokens_map.json");
      addTokens(map, TokenizerFiles.optional(map), all);
    }
    return new SpecialTokens(all.asMap());
  }

  private static void addTokens(Path file, JsonObject from, JsonObject all) {
    for (String role : ROLES) {
      if (from.has(role)) {
        Kinds.token(file, role, from.get(role));
        all.add(role, from.get(role));
      }
    }
  }

  /** Puts a token's full form in the place of its bare text. */
  private static void spell(JsonElement form, JsonObject all) {
    for (Map.Entry<String, JsonElement> token : all.entrySet()) {
      if (token.getValue().isJsonPrimitive()
          && token.getValue().getAsString().equals(content(form))) {
        token.setValue(form);
      }
    }
  }

  /** Text of the token that fills up; null if there is none. */
  String pad() {
    return content(tokens.get("pad_token"));
  }

  /** Text of the token that fills up, CLIP's if none is named. */
  String padOfClip() {
    return content(clip("pad_token"));
  }

  /** Texts of those that mean something in a prompt. */
  Set<String> marks() {
    return Stream.of("bos_token", "eos_token")
        .map(role -> content(clip(role)))
        .collect(Collectors.toSet());
  }

  /** The token of a role, CLIP's if none is named. */
  JsonElement clip(String role) {
    JsonElement token = tokens.get(role);
    if (content(token) != null) {
      return token;
    }
    JsonObject fallback = new JsonObject();
    fallback.addProperty("content", role.equals("bos_token") ? CLIP_START : CLIP_END);
    return fallback;
  }

  /** The text of a token; null for none. */
  static String content(JsonElement token) {
    if (token == null || token.isJsonNull()) {
      return null;
    }
    return token.isJsonObject()
        ? content(token.getAsJsonObject().get("content"))
        : token.getAsString();
  }
}
