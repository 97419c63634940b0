package dev.langevin.gateway.policy;

import dev.langevin.runtime.prompt.PromptException;
import dev.langevin.runtime.prompt.Prompts;
import dev.langevin.runtime.prompt.Segment;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.WeightedPrompt;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of a request as rules read them: each as it is written, and as the model reads it,
 * without the signs of its syntax; both in compatibility form (NFKC), without what can't be seen.
 *
 * @param field its name in the request
 * @param negative whether it says what a picture is not to show
 * @param forms of it, one or two
 */
record Texts(String field, boolean negative, List<String> forms) {
  /** Those of a request. */
  static List<Texts> of(GenerationRequest request) {
    PromptSyntax syntax = request.getPromptSyntax();
    List<Texts> texts = new ArrayList<>();
    texts.add(text("prompt", false, request.getPrompt(), syntax));
    texts.add(text("negative_prompt", true, request.getNegativePrompt(), syntax));
    List<WeightedPrompt> negatives = request.getGuidanceOptions().getNegativesList();
    for (int i = 0; i < negatives.size(); i++) {
      String field = "guidance_options.negatives[%d].prompt".formatted(i);
      texts.add(text(field, true, negatives.get(i).getPrompt(), syntax));
    }
    return texts;
  }

  private static Texts text(String field, boolean negative, String text, PromptSyntax syntax) {
    String written = readable(text);
    String read = readable(read(text, syntax));
    return new Texts(
        field, negative, read.equals(written) ? List.of(written) : List.of(written, read));
  }

  private static String read(String text, PromptSyntax syntax) {
    try {
      return Prompts.parse(syntax, text).stream().map(Segment::text).collect(Collectors.joining());
    } catch (PromptException e) {
      return text; // what can't be read was refused, or will be
    }
  }

  private static String readable(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(seen::appendCodePoint);
    return seen.toString();
  }
}
