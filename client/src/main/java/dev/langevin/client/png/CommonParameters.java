package dev.langevin.client.png;

import dev.langevin.client.CommandException;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.Size;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code parameters} text of the common user interfaces: the prompt, a line {@code Negative
 * prompt: …}, and a last line of {@code Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size:
 * 512x512, Model: name}. Prompts are written as AUTOMATIC1111's web UI reads them, unless {@code
 * Emphasis: None} says that brackets are text.
 */
final class CommonParameters {
  private static final String NEGATIVE = "Negative prompt:";
  private static final Pattern PAIR =
      Pattern.compile("\\s*([\\w ]+):\\s*(\"(?:\\\\.|[^\"])*\"|[^,]*)(?:,|$)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  private CommonParameters() {}

  static GenerationRequest parse(String option, Path file, String text) {
    String[] lines = text.strip().split("\\R");
    int settings = lines.length - 1;
    boolean described = lines[settings].startsWith("Steps:");
    StringBuilder prompt = new StringBuilder();
    StringBuilder negative = new StringBuilder();
    StringBuilder target = prompt;
    for (int i = 0; i < (described ? settings : lines.length); i++) {
      String line = lines[i];
      if (target == prompt && line.startsWith(NEGATIVE)) {
        target = negative;
        line = line.substring(NEGATIVE.length()).strip();
      }
      target.append(target.isEmpty() ? "" : "\n").append(line);
    }
    GenerationRequest.Builder request =
        GenerationRequest.newBuilder()
            .setPrompt(prompt.toString())
            .setNegativePrompt(negative.toString())
            .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111);
    if (described) {
      try {
        apply(pairs(lines[settings]), request);
      } catch (NumberFormatException e) {
        throw CommandException.file(
            option, file, "holds \"parameters\" with a bad number: " + e.getMessage());
      }
    }
    return request.build();
  }

  private static Map<String, String> pairs(String line) {
    Map<String, String> pairs = new HashMap<>();
    Matcher m = PAIR.matcher(line);
    while (m.find()) {
      pairs.putIfAbsent(m.group(1).strip().toLowerCase(Locale.ROOT), m.group(2).strip());
    }
    return pairs;
  }

  private static void apply(Map<String, String> pairs, GenerationRequest.Builder request) {
    if (pairs.containsKey("steps")) {
      request.setSteps(Integer.parseUnsignedInt(pairs.get("steps")));
    }
    if (pairs.containsKey("cfg scale")) {
      request.setGuidanceScale(Double.parseDouble(pairs.get("cfg scale")));
    }
    if (pairs.containsKey("seed")) {
      request.setSeed(Integer.parseUnsignedInt(pairs.get("seed")));
    }
    if (pairs.containsKey("sampler")) {
      request.setSampler(alias(pairs.get("sampler")));
    }
    if (pairs.getOrDefault("emphasis", "").equals("None")) {
      request.setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_PLAIN);
    }
    int clipSkip = Integer.parseUnsignedInt(pairs.getOrDefault("clip skip", "1"));
    if (clipSkip > 1) { // there, 1 leaves no layer out
      request.setClipSkip(clipSkip - 1);
    }
    if (pairs.containsKey("model")) {
      request.setModel(pairs.get("model"));
    }
    Matcher size = SIZE.matcher(pairs.getOrDefault("size", ""));
    if (size.matches()) {
      request.setSize(
          Size.newBuilder()
              .setWidth(Integer.parseInt(size.group(1)))
              .setHeight(Integer.parseInt(size.group(2))));
    }
  }

  /** {@code DPM++ 2M} is what those programs show; {@code dpmpp_2m} is what it is called. */
  private static String alias(String shown) {
    return shown.toLowerCase(Locale.ROOT).replace("++", "pp").replace(' ', '_');
  }
}
