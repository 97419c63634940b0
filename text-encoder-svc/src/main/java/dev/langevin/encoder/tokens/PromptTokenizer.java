package dev.langevin.encoder.tokens;

/** Turns prompts into tokens of the text model's length. Safe for several threads. */
public interface PromptTokenizer extends AutoCloseable {
  /** The tokens of a prompt; an empty prompt has its marks alone. */
  Tokens encode(String prompt);

  /** How many ids {@link Tokens#ids} holds. */
  int length();

  @Override
  void close();
}
