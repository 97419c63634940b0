package dev.langevin.encoder.prompt;

import dev.langevin.encoder.tokens.Marks;
import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.encoder.tokens.Tokens;
import java.util.Arrays;
import java.util.Optional;

/** A tokenizer whose tokens are letters: their code points, 1 and 2 as marks, 0 as padding. */
record Letters(int length) implements PromptTokenizer {
  @Override
  public Tokens encode(String prompt) {
    long[] words = words(prompt);
    int fit = Math.min(words.length, length - 2);
    long[] ids = new long[length];
    ids[0] = 1;
    System.arraycopy(words, 0, ids, 1, fit);
    ids[fit + 1] = 2;
    return new Tokens(ids, words.length + 2, words.length - fit);
  }

  @Override
  public long[] words(String text) {
    return text.codePoints().filter(c -> c != ' ').asLongStream().toArray();
  }

  @Override
  public Optional<Marks> marks() {
    return Optional.of(new Marks(1, 2, 0));
  }

  @Override
  public void close() {}

  /** The letters of a chunk, as {@code <abc>__}. */
  static String shown(Chunk chunk) {
    StringBuilder text = new StringBuilder();
    Arrays.stream(chunk.ids())
        .forEach(id -> text.append(id == 1 ? '<' : id == 2 ? '>' : id == 0 ? '_' : (char) id));
    return text.toString();
  }
}
