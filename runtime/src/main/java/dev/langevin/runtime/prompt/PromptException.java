package dev.langevin.runtime.prompt;

/** A prompt that its syntax can't read. The message says what and why, without the field's name. */
public final class PromptException extends RuntimeException {
  private static final int SHOWN = 60;

  private PromptException(String message) {
    super(message);
  }

  static PromptException weight(String text) {
    return new PromptException(
        "the weight %s is not a number in -%d..%d"
            .formatted(shown(text), Prompts.WEIGHT_LIMIT, Prompts.WEIGHT_LIMIT));
  }

  static PromptException nesting(int limit) {
    return new PromptException("parentheses are nested more than %d deep".formatted(limit));
  }

  static PromptException unsupported(String name, String found) {
    return new PromptException(
        "%s is not supported: %s; prompt_syntax PROMPT_SYNTAX_PLAIN (--prompt-syntax plain) takes it literally"
            .formatted(shown(found), name));
  }

  /** Short, and on one line. */
  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.codePointCount(0, line.length()) <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
