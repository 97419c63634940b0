package dev.langevin.encoder.tokens;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The tokenizer of a {@code tokenizer.json}, with padding and truncation as the reference's
 * pipelines ask for it: to the model's length with the pad token, cutting before the closing marks.
 */
public final class TokenizerJson implements PromptTokenizer {
  private final HuggingFaceTokenizer tokenizer;
  private final long padId;
  private final int length;

  private TokenizerJson(HuggingFaceTokenizer tokenizer, long padId, int length) {
    this.tokenizer = tokenizer;
    this.padId = padId;
    this.length = length;
  }

  /**
   * Loads a tokenizer.
   *
   * @param directory holds {@code tokenizer.json} and {@code tokenizer_config.json}
   * @param positions the most tokens the text model reads; the directory may say fewer
   * @throws ModelException naming the file
   */
  public static TokenizerJson load(Path directory, int positions) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw ModelException.network(file, "missing; the tokenizer is read from it", null);
    }
    TokenizerFiles files = TokenizerFiles.read(directory);
    NativeLibrary.load();
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(true)
              .optTruncation(false)
              .optPadding(false)
              .build();
      int length = Math.min(files.maxLength().orElse(positions), positions);
      return new TokenizerJson(tokenizer, files.padId(), length);
    } catch (IOException | RuntimeException e) {
      throw ModelException.network(file, "not a tokenizer: " + e.getMessage(), e);
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
  public int length() {
    return length;
  }

  @Override
  public void close() {
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
