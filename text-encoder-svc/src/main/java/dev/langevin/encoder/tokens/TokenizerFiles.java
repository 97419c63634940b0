package dev.langevin.encoder.tokens;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the files of a {@code tokenizer/} directory say.
 *
 * @param tokenizer as {@code tokenizer.json} holds it, or as it follows from CLIP's files
 * @param words the same without a pad token that is also an ordinary one: in a prompt that is split
 *     into chunks by our own rules, only the marks are special
 * @param padId id that fills the ids up to the model's length
 * @param maxLength {@code model_max_length}; empty where it is absent or means no limit
 */
record TokenizerFiles(JsonObject tokenizer, JsonObject words, long padId, OptionalInt maxLength) {
  static final String TOKENIZER = "tokenizer.json";
  private static final String CONFIG = "tokenizer_config.json";

  /** Tokenizers without a limit of their own write 10^30. */
  private static final double NO_LIMIT = 100_000;

  /**
   * Reads them.
   *
   * @throws ModelException naming the file
   */
  static TokenizerFiles read(Path directory) {
    boolean whole = Files.isRegularFile(directory.resolve(TOKENIZER));
    if (!whole && !ClipFiles.in(directory)) {
      throw ModelException.network(
          directory.resolve(TOKENIZER),
          "missing, and so is one of %s; the tokenizer is read from that or these"
              .formatted(String.join(" and ", ClipFiles.NAMES)),
          null);
    }
    JsonObject config = optional(directory.resolve(CONFIG));
    SpecialTokens special = SpecialTokens.read(directory, config);
    JsonObject tokenizer =
        whole ? object(directory.resolve(TOKENIZER)) : ClipFiles.json(directory, config, special);
    String pad = whole ? special.pad() : special.padOfClip();
    if (pad == null) {
      throw ModelException.network(
          directory.resolve(CONFIG), "pad_token: nothing is not a token", null);
    }
    long id = id(tokenizer, pad);
    if (id < 0) {
      String source = whole ? TOKENIZER : ClipFiles.NAMES.getFirst();
      throw ModelException.network(
          directory.resolve(CONFIG),
          "pad_token: %s is not a token of %s".formatted(pad, source),
          null);
    }
    JsonObject words = special.marks().contains(pad) ? tokenizer : without(tokenizer, pad);
    return new TokenizerFiles(tokenizer, words, id, maxLength(config.get("model_max_length")));
  }

  /** The object in a file, or an empty one if there is no such file. */
  static JsonObject optional(Path file) {
    return Files.exists(file) ? object(file) : new JsonObject();
  }

  /** The object in a file. */
  static JsonObject object(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw ModelException.network(file, "not valid JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    }
  }

  private static long id(JsonObject tokenizer, String wanted) {
    for (JsonElement added : added(tokenizer)) {
      if (wanted.equals(SpecialTokens.content(added))) {
        return added.getAsJsonObject().get("id").getAsLong();
      }
    }
    JsonElement vocabulary = tokenizer.getAsJsonObject("model").get("vocab");
    return vocabulary.isJsonObject() && vocabulary.getAsJsonObject().has(wanted)
        ? vocabulary.getAsJsonObject().get(wanted).getAsLong()
        : -1;
  }

  /** The tokenizer without an added token, if its vocabulary knows that one anyway. */
  private static JsonObject without(JsonObject tokenizer, String token) {
    JsonElement vocabulary = tokenizer.getAsJsonObject("model").get("vocab");
    if (!vocabulary.isJsonObject() || !vocabulary.getAsJsonObject().has(token)) {
      return tokenizer;
    }
    JsonArray rest = new JsonArray();
    for (JsonElement added : added(tokenizer)) {
      if (!token.equals(SpecialTokens.content(added))) {
        rest.add(added);
      }
    }
    JsonObject copy = new JsonObject();
    tokenizer.asMap().forEach(copy::add);
    copy.add("added_tokens", rest);
    return copy;
  }

  private static JsonArray added(JsonObject tokenizer) {
    return tokenizer.has("added_tokens")
        ? tokenizer.getAsJsonArray("added_tokens")
        : new JsonArray();
  }

  private static OptionalInt maxLength(JsonElement length) {
    double value = length == null || length.isJsonNull() ? NO_LIMIT : length.getAsDouble();
    return value >= 1 && value < NO_LIMIT ? OptionalInt.of((int) value) : OptionalInt.empty();
  }
}
