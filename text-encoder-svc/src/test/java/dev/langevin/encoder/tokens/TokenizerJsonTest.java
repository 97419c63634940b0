package dev.langevin.encoder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.encoder.TestModels;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerJsonTest {
  private static final long START = 574;
  private static final long END = 575;
  private static final Path DIRECTORY = TestModels.tiny().resolve("tokenizer");

  @Test
  void encode_prompt_hasMarksAndPadding() {
    try (PromptTokenizer tokenizer = TokenizerJson.load(DIRECTORY, 77)) {
      Tokens tokens = tokenizer.encode("a Red  sailboat,");

      assertThat(tokens.ids()).startsWith(START, 320, 513, 527, 267, END).hasSize(77);
      assertThat(Arrays.copyOfRange(tokens.ids(), 6, 77)).containsOnly(END);
      assertThat(tokens.count()).isEqualTo(6);
      assertThat(tokens.truncated()).isZero();
    }
  }

  @Test
  void encode_emptyPrompt_hasMarksAlone() {
    try (PromptTokenizer tokenizer = TokenizerJson.load(DIRECTORY, 77)) {
      Tokens tokens = tokenizer.encode("");

      assertThat(tokens.ids()).startsWith(START, END, END);
      assertThat(tokens.count()).isEqualTo(2);
    }
  }

  @Test
  void encode_otherScripts_areBytes() {
    try (PromptTokenizer tokenizer = TokenizerJson.load(DIRECTORY, 77)) {
      Tokens tokens = tokenizer.encode("é 日本");

      assertThat(tokens.ids()).startsWith(START, 127, 358, 162, 245, 98, 162, 250, 361, END);
    }
  }

  @Test
  void encode_longPrompt_keepsTheClosingMarkAndCountsWhatWasCut() {
    try (PromptTokenizer tokenizer = TokenizerJson.load(DIRECTORY, 77)) {
      Tokens tokens = tokenizer.encode("red ".repeat(80));

      assertThat(tokens.ids()).hasSize(77).startsWith(START, 513).endsWith(513, END);
      assertThat(tokens.count()).isEqualTo(82);
      assertThat(tokens.truncated()).isEqualTo(5);
    }
  }

  @Test
  void encode_fewerPositionsThanTheTokenizerAllows_fitsThePositions() {
    try (PromptTokenizer tokenizer = TokenizerJson.load(DIRECTORY, 4)) {
      assertThat(tokenizer.encode("red red red red").ids()).containsExactly(START, 513, 513, END);
    }
  }

  @Test
  void load_inAFreshHome_leavesNothingBehind() {
    TokenizerJson.load(DIRECTORY, 77).close();

    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    assertThat(System.getProperty("ENGINE_CACHE_DIR")).isNull();
  }

  @Test
  void load_missingFile_namesIt(@TempDir Path empty) {
    assertThatThrownBy(() -> TokenizerJson.load(empty, 77))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(empty.resolve("tokenizer.json").toString());
  }

  @Test
  void load_padTokenThatIsNone_namesFileAndToken(@TempDir Path directory) throws IOException {
    Files.copy(DIRECTORY.resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
    Path config = directory.resolve("tokenizer_config.json");
    Files.writeString(config, "{\"pad_token\": {\"content\": \"<nothing>\"}}");

    assertThatThrownBy(() -> TokenizerJson.load(directory, 77))
        .isInstanceOf(ModelException.class)
        .hasMessage(config + ": pad_token: <nothing> is not a token of tokenizer.json");
  }

  @Test
  void load_brokenJson_namesTheFile(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("tokenizer_config.json"), "{\"pad_token\": \"a\"}");
    Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": ");

    assertThatThrownBy(() -> TokenizerJson.load(directory, 77))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(directory.resolve("tokenizer.json") + ": not valid JSON");
  }
}
