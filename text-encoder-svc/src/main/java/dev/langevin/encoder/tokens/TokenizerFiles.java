package dev.langevin.encoder.tokens;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
  private static final String ADDED = "added_tokens";
  private static final String PREFIX = "continuing_subword_prefix";
  private static final String UNKNOWN = "unk_token";
  private static final String LENGTH = "model_max_length";

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
    Path file = directory.resolve(whole ? TOKENIZER : ClipFiles.NAMES.getFirst());
    JsonObject tokenizer = whole ? object(file) : ClipFiles.json(directory, config, special);
    checkTokens(file, tokenizer);
    String pad = whole ? special.pad() : special.padOfClip();
    if (pad == null) {
      throw ModelException.network(
          directory.resolve(CONFIG), "pad_token: nothing is not a token", null);
    }
    long id = id(file, tokenizer, pad);
    if (id < 0) {
      throw ModelException.network(
          directory.resolve(CONFIG),
          "pad_token: %s is not a token of %s".formatted(pad, file.getFileName()),
          null);
    }
    JsonObject words = special.marks().contains(pad) ? tokenizer : without(tokenizer, pad);
    return new TokenizerFiles(tokenizer, words, id, maxLength(directory, config));
  }

  /** The object in a file, or an empty one if there is no such file. */
  static JsonObject optional(Path file) {
    return Files.exists(file) ? object(file) : new JsonObject();
  }

  /** The object in a file. */
  static JsonObject object(Path file) {
    try {
      return Kinds.object(file, "the file", JsonParser.parseString(Files.readString(file)));
    } catch (JsonParseException | CharacterCodingException e) {
      throw ModelException.badJson(file, e);
    } catch (IOException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    }
  }

  /** What is read of it here is of the right kind. */
  private static void checkTokens(Path file, JsonObject tokenizer) {
    Kinds.object(file, "model", tokenizer.get("model"));
    Patterns.check(file, tokenizer);
    checkMerges(file, tokenizer.getAsJsonObject("model"));
    checkUnknown(file, tokenizer.getAsJsonObject("model"));
    if (tokenizer.has(ADDED)) {
      for (JsonElement added : Kinds.list(file, ADDED, tokenizer.get(ADDED))) {
        Kinds.token(file, ADDED, Kinds.object(file, ADDED, added));
        Kinds.id(file, ADDED + ".id", added.getAsJsonObject().get("id"));
      }
    }
  }

  /**
   * The second piece of a merge loses the prefix of pieces within a word, if there is one; the
   * native library ends the process (version 0.21) where it has none to lose.
   */
  private static void checkMerges(Path file, JsonObject model) {
    JsonElement prefix = model.get(PREFIX);
    if (prefix == null || prefix.isJsonNull() || Kinds.text(file, PREFIX, prefix).isEmpty()) {
      return;
    }
    for (JsonElement merge : Kinds.list(file, "model.merges", model.get("merges"))) {
      boolean pair = merge.isJsonArray() && merge.getAsJsonArray().size() == 2;
      String second =
          pair
              ? Kinds.text(file, "model.merges", merge.getAsJsonArray().get(1))
              : Kinds.text(file, "model.merges", merge).replaceFirst("^.* ", "");
      if (!second.startsWith(prefix.getAsString())) {
        throw ModelException.network(
            file,
            "model.merges: %s does not begin with %s, which is %s"
                .formatted(second, prefix.getAsString(), PREFIX),
            null);
      }
    }
  }

  /** What stands for unknown characters is known, or a prompt with one could not be encoded. */
  private static void checkUnknown(Path file, JsonObject model) {
    JsonElement unknown = model.get(UNKNOWN);
    if (unknown == null || unknown.isJsonNull()) {
      return;
    }
    String token = Kinds.text(file, "model." + UNKNOWN, unknown);
    if (model.get("vocab") instanceof JsonObject vocabulary && !vocabulary.has(token)) {
      throw ModelException.network(
          file, "model.%s: %s is not a token of model.vocab".formatted(UNKNOWN, token), null);
    }
  }

  private static long id(Path file, JsonObject tokenizer, String wanted) {
    for (JsonElement added : added(tokenizer)) {
      if (wanted.equals(SpecialTokens.content(added))) {
        return added.getAsJsonObject().get("id").getAsLong();
      }
    }
    JsonElement vocabulary = tokenizer.getAsJsonObject("model").get("vocab");
    return vocabulary instanceof JsonObject ids && ids.has(wanted)
        ? Kinds.id(file, "model.vocab." + wanted, ids.get(wanted))
        : -1;
  }

  /** The tokenizer without an added token, if its vocabulary knows that one anyway. */
  private static JsonObject without(JsonObject tokenizer, String token) {
    JsonElement vocabulary = tokenizer.getAsJsonObject("model").get("vocab");
    if (!(vocabulary instanceof JsonObject ids) || !ids.has(token)) {
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
    copy.add(ADDED, rest);
    return copy;
  }

  private static JsonArray added(JsonObject tokenizer) {
    return tokenizer.has(ADDED) ? tokenizer.getAsJsonArray(ADDED) : new JsonArray();
  }

  private static OptionalInt maxLength(Path directory, JsonObject config) {
    JsonElement length = config.get(LENGTH);
    double value =
        length == null || length.isJsonNull()
            ? NO_LIMIT
            : Kinds.number(directory.resolve(CONFIG), LENGTH, length);
    return value >= 1 && value < NO_LIMIT ? OptionalInt.of((int) value) : OptionalInt.empty();
  }
}
