package dev.langevin.runtime.prompt;

import dev.langevin.v1.PromptSyntax;
import java.util.List;

/** Reads prompts in the syntaxes there are. */
public final class Prompts {
  /**
   * The largest weight, also below 0 and after nested ones are multiplied: pictures fall apart far
   * below it, and a network's sums overflow far above it.
   */
  public static final int WEIGHT_LIMIT = 100;

  private Prompts() {}

  /**
   * The pieces of a prompt, in order; at least one.
   *
   * @throws PromptException saying what can't be read
   * @throws IllegalArgumentException for a syntax that does not exist
   */
  public static List<Segment> parse(PromptSyntax syntax, String prompt) {
    List<Segment> segments =
        switch (syntax) {
          case PROMPT_SYNTAX_UNSPECIFIED, PROMPT_SYNTAX_PLAIN -> List.of(new Segment(prompt, 1));
          case PROMPT_SYNTAX_A1111 -> WebUiSyntax.parse(prompt);
          case PROMPT_SYNTAX_COMFY -> ComfySyntax.parse(prompt);
          case UNRECOGNIZED ->
              throw new IllegalArgumentException(
                  "it is not one of PROMPT_SYNTAX_PLAIN, PROMPT_SYNTAX_A1111, PROMPT_SYNTAX_COMFY");
        };
    segments.forEach(Prompts::requireBounded);
    return segments;
  }

  /**
   * Checks that a prompt can be read, and that it uses no feature that its syntax's own program has
   * and this one lacks.
   *
   * @param negative whether it is a text to move away from
   * @throws PromptException as {@link #parse} does, or naming the feature
   */
  public static void check(PromptSyntax syntax, String prompt, boolean negative) {
    Features.refuseUnsupported(syntax, prompt, negative);
    parse(syntax, prompt);
  }

  private static void requireBounded(Segment segment) {
    double weight = segment.weight();
    if (!(Math.abs(weight) <= WEIGHT_LIMIT)) {
      throw PromptException.weight(
          weight == Math.rint(weight) && Math.abs(weight) < 1e15
              ? Long.toString((long) weight)
              : Double.toString(weight));
    }
  }
}
