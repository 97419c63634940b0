package dev.langevin.gateway.policy;

import dev.langevin.runtime.prompt.PromptException;
import dev.langevin.runtime.prompt.Prompts;
import dev.langevin.sampling.guidance.Guidances;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.WeightedPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of a request as rules read them: each as it is written, and as the model reads it,
 * without the signs of its syntax.
 *
 * @param field its name in the request
 * @param shown whether a picture may show what it says; so it may with what is meant not to be seen
 *     where the guidance leads towards it
 * @param negative whether it says what a picture is not to show
 * @param forms of it, one or two
 */
record Texts(String field, boolean shown, boolean negative, List<Form> forms) {
  /** Begins a chunk in some syntaxes, or is a word within brackets; others end with it. */
  private static final String BREAK = "BREAK";

  /** Those of a request. */
  static List<Texts> of(GenerationRequest request) {
    PromptSyntax syntax = request.getPromptSyntax();
    boolean inverted = inverted(request.getGuidanceOptions());
    List<Texts> texts = new ArrayList<>();
    texts.add(new Texts("prompt", true, false, forms(request.getPrompt(), syntax)));
    texts.add(
        new Texts("negative_prompt", inverted, true, forms(request.getNegativePrompt(), syntax)));
    List<WeightedPrompt> negatives = request.getGuidanceOptions().getNegativesList();
    for (int i = 0; i < negatives.size(); i++) {
      String field = "guidance_options.negatives[%d].prompt".formatted(i);
      texts.add(new Texts(field, inverted, true, forms(negatives.get(i).getPrompt(), syntax)));
    }
    return texts;
  }

  /**
   * Whether negative texts lead towards what they say: the noise of CFG++ is that of the negative
   * prompt, whose picture it makes with a lambda of 0; and so does a scale below 1, which requests
   * of earlier versions may have.
   */
  private static boolean inverted(GuidanceOptions options) {
    return !options.getMethod().isBlank() && Guidances.named(options.getMethod()).equals("cfg_pp")
        || options.hasEndScale() && options.getEndScale() < 1;
  }

  private static List<Form> forms(String text, PromptSyntax syntax) {
    Form written = Form.of(text);
    String read = read(text, syntax);
    return read.equals(text) ? List.of(written) : List.of(written, Form.of(read));
  }

  private static String read(String text, PromptSyntax syntax) {
    try {
      return Prompts.parse(syntax, text).stream()
          .map(segment -> segment.text().equals(BREAK) ? " " : segment.text())
          .collect(Collectors.joining());
    } catch (PromptException e) {
      return text; // what can't be read was refused, or will be
    }
  }
}
