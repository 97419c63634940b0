package dev.langevin.encoder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.encoder.TestModels;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipFilesTest {
  private static final Path STORYBOOK = TestModels.checkout("storybook").resolve("tokenizer");
  private static final Path TINY = TestModels.checkout("tiny");

  @TempDir Path directory;

  @Test
  void encode_referenceTexts_givesTheReferencesIds() throws IOException {
    String json = Files.readString(TINY.resolve("expected/tokens.json"));
    try (PromptTokenizer one = TokenizerJson.load(TINY.resolve("sd1/tokenizer"), 77);
        PromptTokenizer two = TokenizerJson.load(TINY.resolve("sd2/tokenizer"), 77);
        PromptTokenizer files =
            TokenizerJson.load(withoutJson(TINY.resolve("sd2/tokenizer")), 77)) {
      for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
        JsonObject entry = element.getAsJsonObject();
        String text = entry.get("text").getAsString();
        assertThat(one.encode(text).ids()).as("sd1: " + text).isEqualTo(ids(entry, "sd1"));
        assertThat(two.encode(text).ids()).as("sd2: " + text).isEqualTo(ids(entry, "sd2"));
        assertThat(files.encode(text).ids()).as("sd2: " + text).isEqualTo(ids(entry, "sd2"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void encode_randomTexts_givesWhatTokenizerJsonGives(long seed) throws IOException {
    Random random = new Random(seed);
    try (PromptTokenizer whole = TokenizerJson.load(STORYBOOK, 77);
        PromptTokenizer files = TokenizerJson.load(withoutJson(STORYBOOK), 77)) {
      for (int i = 0; i < 500; i++) {
        String text = text(random);
        assertThat(files.encode(text).ids()).as(text).isEqualTo(whole.encode(text).ids());
        assertThat(files.words(text)).as(text).isEqualTo(whole.words(text));
      }
    }
  }

  @Test
  void words_padTokenOfItsOwn_isAWordLikeAnyOther() {
    try (PromptTokenizer tokenizer = TokenizerJson.load(TINY.resolve("sd2/tokenizer"), 77)) {
      assertThat(tokenizer.encode("!").ids()).startsWith(608, 0, 609, 0);
      assertThat(tokenizer.words("!")).containsExactly(256);
      assertThat(tokenizer.marks()).contains(new Marks(608, 609, 0));
    }
  }

  @Test
  void load_mapOfSpecialTokens_overridesTheConfiguration() throws IOException {
    copy(TINY.resolve("sd2/tokenizer"), "vocab.json", "merges.txt", "special_tokens_map.json");
    Files.writeString(
        directory.resolve("tokenizer_config.json"), "{\"pad_token\": \"<|endoftext|>\"}");

    try (PromptTokenizer tokenizer = TokenizerJson.load(directory, 77)) {
      assertThat(tokenizer.encode("").ids()).startsWith(608, 609, 0, 0);
    }
  }

  @Test
  void load_filesAlone_hasClipsMarks() throws IOException {
    copy(TINY.resolve("sd1/tokenizer"), "vocab.json", "merges.txt");

    try (PromptTokenizer tokenizer = TokenizerJson.load(directory, 5)) {
      assertThat(tokenizer.encode("a").ids()).containsExactly(608, 320, 609, 609, 609);
    }
  }

  @Test
  void load_otherTokenizersFiles_namesItsClass() throws IOException {
    copy(TINY.resolve("sd1/tokenizer"), "vocab.json", "merges.txt");
    Files.writeString(
        directory.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"GPT2Tokenizer\"}");

    assertThatThrownBy(() -> TokenizerJson.load(directory, 77))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("tokenizer_class: GPT2Tokenizer", "CLIPTokenizer");
  }

  @Test
  void load_markThatIsNoToken_namesIt() throws IOException {
    copy(TINY.resolve("sd1/tokenizer"), "vocab.json", "merges.txt");
    Files.writeString(directory.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\"}");

    assertThatThrownBy(() -> TokenizerJson.load(directory, 77))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("bos_token: <s> is not a token of vocab.json");
  }

  @Test
  void load_mergesAlone_saysWhatIsMissing() throws IOException {
    copy(TINY.resolve("sd1/tokenizer"), "merges.txt");

    assertThatThrownBy(() -> TokenizerJson.load(directory, 77))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("tokenizer.json", "vocab.json and merges.txt");
  }

  private Path withoutJson(Path from) throws IOException {
    copy(from, "vocab.json", "merges.txt", "special_tokens_map.json", "tokenizer_config.json");
    return directory;
  }

  private void copy(Path from, String... names) throws IOException {
    for (String name : names) {
      Files.copy(from.resolve(name), directory.resolve(name));
    }
  }

  private static long[] ids(JsonObject entry, String model) {
    return StreamSupport.stream(entry.getAsJsonArray(model).spliterator(), false)
        .flatMapToLong(id -> LongStream.of(id.getAsLong()))
        .toArray();
  }

  /** Words that the model knows, halves of them, and whatever Unicode has. */
  private static String text(Random random) {
    String[] known = {"a red Sailboat", "it's", " ", "\n\t", "é", "e\u0301", "ß", "<|endoftext|>"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      if (random.nextBoolean()) {
        text.append(known[random.nextInt(known.length)]);
      } else {
        int point = random.nextInt(random.nextInt(4) == 0 ? 0x20000 : 0x500);
        text.appendCodePoint(Character.isSurrogate((char) point) ? 'x' : point);
      }
    }
    return text.toString();
  }
}
