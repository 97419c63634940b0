package dev.langevin.encoder.tokens;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that CLIP's tokenizer came in before {@code tokenizer.json}: byte-level pair merges of
 * lower-case text (Radford et al. 2021, section 2.4). What they leave to the reader's code is added
 * here, in the form of {@code tokenizer.json}, so that one implementation reads both.
 */
final class ClipFiles {
  /** Their names: ids by token, and the merges in order. */
  static final List<String> NAMES = List.of("vocab.json", "merges.txt");

  private static final List<String> CLASSES = List.of("CLIPTokenizer", "CLIPTokenizerFast");

  /** Everything but vocabulary, merges and marks: text → pieces → bytes. */
  private static final String FORM =
      """
      {
        "version": "1.0",
        "normalizer": {"type": "Sequence", "normalizers": [
          {"type": "NFC"},
          {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
          {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
          {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
            "'s|'t|'re|'ve|'m|'ll|'d|\\\\p{L}+|\\\\p{N}|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
          {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]}
      }
      """;

  private ClipFiles() {}

  /** Whether a directory has both. */
  static boolean in(Path directory) {
    return NAMES.stream().allMatch(name -> Files.isRegularFile(directory.resolve(name)));
  }

  /** What {@code tokenizer.json} would hold. */
  static JsonObject json(Path directory, JsonObject config, SpecialTokens special) {
    requireClip(directory, config);
    JsonObject vocabulary = TokenizerFiles.object(directory.resolve(NAMES.getFirst()));
    JsonObject json = JsonParser.parseString(FORM).getAsJsonObject();
    json.add("model", model(vocabulary, directory.resolve(NAMES.getLast()), special));
    Map<Long, JsonObject> added = new TreeMap<>(); // of one token's forms, the last role's counts
    for (String role : SpecialTokens.ROLES) {
      JsonObject token = added(special.clip(role), role, vocabulary, directory);
      added.put(token.get("id").getAsLong(), token);
    }
    JsonArray tokens = new JsonArray();
    added.values().forEach(tokens::add);
    json.add("added_tokens", tokens);
    json.add("post_processor", surround(special, vocabulary));
    return json;
  }

  private static void requireClip(Path directory, JsonObject config) {
    Path file = directory.resolve("tokenizer_config.json");
    JsonElement name = config.get("tokenizer_class");
    if (name != null && !CLASSES.contains(Kinds.text(file, "tokenizer_class", name))) {
      throw ModelException.network(
          file,
          "tokenizer_class: %s is not CLIPTokenizer, the only one whose %s can be read"
              .formatted(name.getAsString(), String.join(" and ", NAMES)),
          null);
    }
  }

  private static JsonObject model(JsonObject vocabulary, Path merges, SpecialTokens special) {
    JsonArray pairs = new JsonArray();
    try {
      List<String> lines = Files.readAllLines(merges);
      boolean titled = !lines.isEmpty() && lines.getFirst().startsWith("#version");
      lines.stream().skip(titled ? 1 : 0).filter(line -> !line.isBlank()).forEach(pairs::add);
    } catch (CharacterCodingException e) {
      throw ModelException.network(merges, "not a text in UTF-8", e);
    } catch (IOException e) {
      throw ModelException.network(merges, "can't be read: " + e.getMessage(), e);
    }
    JsonObject model = new JsonObject();
    model.addProperty("type", "BPE");
    model.addProperty("unk_token", SpecialTokens.content(special.clip("unk_token")));
    model.addProperty("continuing_subword_prefix", "");
    model.addProperty("end_of_word_suffix", "</w>");
    model.addProperty("fuse_unk", false);
    model.add("vocab", vocabulary);
    model.add("merges", pairs);
    return model;
  }

  /** A token that is matched before anything else; a bare text is matched as it stands. */
  private static JsonObject added(
      JsonElement token, String role, JsonObject vocabulary, Path directory) {
    Path file = directory.resolve("tokenizer_config.json");
    String content = SpecialTokens.content(token);
    if (!vocabulary.has(content)) {
      throw ModelException.network(
          file, "%s: %s is not a token of %s".formatted(role, content, NAMES.getFirst()), null);
    }
    Path ids = directory.resolve(NAMES.getFirst());
    JsonObject added = new JsonObject();
    added.addProperty("id", Kinds.id(ids, content, vocabulary.get(content)));
    added.addProperty("content", content);
    for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
      added.addProperty(
          flag,
          token instanceof JsonObject form
              && form.has(flag)
              && Kinds.flag(file, role + "." + flag, form.get(flag)));
    }
    added.addProperty("special", true);
    return added;
  }

  private static JsonObject surround(SpecialTokens special, JsonObject vocabulary) {
    JsonObject processor = new JsonObject();
    processor.addProperty("type", "RobertaProcessing");
    processor.add("cls", pair(special.clip("bos_token"), vocabulary));
    processor.add("sep", pair(special.clip("eos_token"), vocabulary));
    processor.addProperty("trim_offsets", false);
    processor.addProperty("add_prefix_space", false);
    return processor;
  }

  private static JsonArray pair(JsonElement token, JsonObject vocabulary) {
    JsonArray pair = new JsonArray();
    pair.add(SpecialTokens.content(token));
    pair.add(vocabulary.get(SpecialTokens.content(token)));
    return pair;
  }
}
