package dev.langevin.gateway.admission;

import dev.langevin.runtime.prompt.PromptException;
import dev.langevin.runtime.prompt.Prompts;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.PromptSyntax;

/** The rules for a request's texts. Pure. */
final class PromptRules {
  private PromptRules() {}

  static void check(GenerationRequest request, Violations violations) {
    PromptSyntax syntax = request.getPromptSyntax();
    if (syntax == PromptSyntax.UNRECOGNIZED) {
      violations.add(
          "prompt_syntax: %d is not one of PROMPT_SYNTAX_PLAIN, PROMPT_SYNTAX_A1111, PROMPT_SYNTAX_COMFY"
              .formatted(request.getPromptSyntaxValue()));
      syntax = PromptSyntax.PROMPT_SYNTAX_PLAIN;
    }
    required("prompt", request.getPrompt(), violations);
    text("prompt", request.getPrompt(), syntax, false, violations);
    text("negative_prompt", request.getNegativePrompt(), syntax, true, violations);
    GuidanceOptions guidance = request.getGuidanceOptions();
    for (int i = 0; i < guidance.getNegativesCount(); i++) {
      String field = "guidance_options.negatives[%d].prompt".formatted(i);
      String prompt = guidance.getNegatives(i).getPrompt();
      required(field, prompt, violations);
      text(field, prompt, syntax, true, violations);
    }
    if (request.hasClipSkip() && request.getClipSkip() == 0) {
      violations.add("clip_skip: 0 is not 1 or more; leave it out to use all layers");
    }
  }

  private static void required(String field, String text, Violations violations) {
    if (text.isBlank()) {
      violations.add(
          "%s: blank; 1 to %,d characters are needed".formatted(field, RequestRules.PROMPT_LIMIT));
    }
  }

  private static void text(
      String field, String text, PromptSyntax syntax, boolean negative, Violations violations) {
    int length = text.codePointCount(0, text.length());
    if (length > RequestRules.PROMPT_LIMIT) {
      violations.add(
          "%s: %,d characters are more than %,d"
              .formatted(field, length, RequestRules.PROMPT_LIMIT));
    } else {
      syntax(field, text, syntax, negative, violations);
    }
    violations.control(field, text);
  }

  /** What can't be read is refused here, not in the queue. */
  private static void syntax(
      String field, String text, PromptSyntax syntax, boolean negative, Violations violations) {
    try {
      Prompts.check(syntax, text, negative);
    } catch (PromptException e) {
      violations.add(field + ": " + e.getMessage());
    }
  }
}
