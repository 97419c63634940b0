package dev.langevin.encoder;

import dev.langevin.v1.PromptSyntax;
import java.util.List;

/**
 * What a call asks for.
 *
 * @param prompts in order, first the one to move towards
 * @param syntax how they are written
 * @param clipSkip how many of the text model's last layers to leave out
 */
record EncodeJob(List<String> prompts, PromptSyntax syntax, int clipSkip) {
  /**
   * Whether layers are left out for a prompt: diffusers leaves none out for those to move away
   * from, the programs that the other syntaxes come from leave them out for all.
   */
  boolean skipsFor(int prompt) {
    return prompt == 0 || syntax != PromptSyntax.PROMPT_SYNTAX_PLAIN;
  }
}
