package dev.langevin.encoder.tokens;

import java.util.Optional;

/** Turns prompts into tokens of the text model's length. Safe for several threads. */
public interface PromptTokenizer extends AutoCloseable {
  /** The tokens of a prompt; an empty prompt has its marks alone. */
  Tokens encode(String prompt);

  /** The ids of a text of any length, without marks. */
  long[] words(String text);

  /** The marks, if the model's prompts have one before and one after them. */
  Optional<Marks> marks();

  /** How many ids {@link Tokens#ids} holds. */
  int length();

  @Override
  void close();
}
