package dev.langevin.encoder.tokens;

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
 * What the files of a {@code tokenizer/} directory say about length and padding.
 *
 * @param padId id that fills the ids up to the model's length
 * @param maxLength {@code model_max_length}; empty where it is absent or means no limit
 */
record TokenizerFiles(long padId, OptionalInt maxLength) {
  /** Tokenizers without a limit of their own write 10^30. */
  private static final double NO_LIMIT = 100_000;

  static TokenizerFiles read(Path directory) {
    Path configFile = directory.resolve("tokenizer_config.json");
    JsonObject config = object(configFile);
    Path tokensFile = directory.resolve("tokenizer.json");
    String pad = content(config.get("pad_token"));
    if (pad == null) {
      throw ModelException.network(configFile, "pad_token: nothing is not a token", null);
    }
    long id = id(object(tokensFile), pad);
    if (id < 0) {
      String why = "pad_token: %s is not a token of %s".formatted(pad, tokensFile.getFileName());
      throw ModelException.network(configFile, why, null);
    }
    return new TokenizerFiles(id, maxLength(config.get("model_max_length")));
  }

  /** A token is written as its text or as an object with the text in {@code content}. */
  private static String content(JsonElement token) {
    if (token == null || token.isJsonNull()) {
      return null;
    }
    return token.isJsonObject()
        ? content(token.getAsJsonObject().get("content"))
        : token.getAsString();
  }

  private static long id(JsonObject tokens, String wanted) {
    if (tokens.has("added_tokens")) {
      for (JsonElement added : tokens.getAsJsonArray("added_tokens")) {
        if (wanted.equals(content(added))) {
          return added.getAsJsonObject().get("id").getAsLong();
        }
      }
    }
    JsonElement vocabulary = tokens.getAsJsonObject("model").get("vocab");
    return vocabulary.isJsonObject() && vocabulary.getAsJsonObject().has(wanted)
        ? vocabulary.getAsJsonObject().get(wanted).getAsLong()
        : -1;
  }

  private static OptionalInt maxLength(JsonElement length) {
    double value = length == null || length.isJsonNull() ? NO_LIMIT : length.getAsDouble();
    return value >= 1 && value < NO_LIMIT ? OptionalInt.of((int) value) : OptionalInt.empty();
  }

  private static JsonObject object(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw ModelException.network(file, "not valid JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    }
  }
}
