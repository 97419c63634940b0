package dev.langevin.encoder.tokens;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import dev.langevin.runtime.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer of a {@code tokenizer.json}, or of the files that CLIP's came in before, with
 * padding and truncation as the reference's pipelines ask for it: to the model's length with the
 * pad token, cutting before the closing marks.
 */
public final class TokenizerJson implements PromptTokenizer {
  /** Neither cut nor filled up by the library, whatever the file says. */
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final HuggingFaceTokenizer words;
  private final long padId;
  private final int length;

  private TokenizerJson(
      HuggingFaceTokenizer tokenizer, HuggingFaceTokenizer words, long padId, int length) {
    this.tokenizer = tokenizer;
    this.words = words;
    this.padId = padId;
    this.length = length;
  }

  /**
   * Loads a tokenizer.
   *
   * @param directory holds {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt};
   *     and {@code tokenizer_config.json}
   * @param positions the most tokens the text model reads; the directory may say fewer
   * @throws ModelException naming the file
   */
  public static TokenizerJson load(Path directory, int positions) {
    TokenizerFiles files = TokenizerFiles.read(directory);
    NativeLibrary.load();
    int length = Math.min(files.maxLength().orElse(positions), positions);
    HuggingFaceTokenizer tokenizer = open(directory, files.tokenizer());
    try {
      HuggingFaceTokenizer words =
          files.words() == files.tokenizer() ? tokenizer : open(directory, files.words());
      return new TokenizerJson(tokenizer, words, files.padId(), length);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static HuggingFaceTokenizer open(Path directory, JsonObject json) {
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), OPTIONS);
    } catch (IOException | RuntimeException e) {
      throw ModelException.network(
          directory.resolve(TokenizerFiles.TOKENIZER), "not a tokenizer: " + e.getMessage(), e);
    }
  }

  @Override
  public Tokens encode(String prompt) {
    Encoding encoding = tokenizer.encode(prompt);
    long[] all = encoding.getIds();
    int truncated = Math.max(0, all.length - length);
    long[] ids = Arrays.copyOf(all, length);
    if (truncated > 0) {
      int closing = Math.min(length, closingMarks(encoding.getSpecialTokenMask()));
      System.arraycopy(all, all.length - closing, ids, length - closing, closing);
    } else {
      Arrays.fill(ids, all.length, length, padId);
    }
    return new Tokens(ids, all.length, truncated);
  }

  @Override
  public long[] words(String text) {
    return words.encode(text, false, false).getIds();
  }

  @Override
  public Optional<Marks> marks() {
    long[] empty = tokenizer.encode("").getIds();
    return empty.length == 2 ? Optional.of(new Marks(empty[0], empty[1], padId)) : Optional.empty();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() {
    if (words != tokenizer) {
      words.close();
    }
    tokenizer.close();
  }

  private static int closingMarks(long[] special) {
    int marks = 0;
    while (marks < special.length && special[special.length - 1 - marks] == 1) {
      marks++;
    }
    return marks;
  }
}
