package dev.langevin.runtime.prompt;

import dev.langevin.v1.PromptSyntax;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the programs whose syntaxes are read can do beyond it. Whoever writes it expects it to work,
 * so it is refused by name rather than read as words.
 */
final class Features {
  private static final int UNICODE = Pattern.UNICODE_CHARACTER_CLASS;
  private static final Pattern EXTRA_NETWORK = Pattern.compile("<\\w+:[^>]+>", UNICODE);
  private static final Pattern AND = Pattern.compile("\\bAND\\b", UNICODE);
  private static final Pattern WHEN =
      Pattern.compile(":\\s*[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?\\s*$", UNICODE);
  private static final Pattern EMBEDDING = Pattern.compile("(?:^|[ \\n()])(embedding:[^\\s()]+)");
  private static final Pattern CHOICE = Pattern.compile("(?<!\\\\)\\{[^{}]*(?<!\\\\)}");

  private Features() {}

  static void refuseUnsupported(PromptSyntax syntax, String prompt, boolean negative) {
    switch (syntax) {
      case PROMPT_SYNTAX_A1111 -> {
        String text = WebUiSyntax.withoutComments(prompt);
        refuse(EXTRA_NETWORK, 0, text, "networks added to the model, such as LoRA");
        if (!negative) { // there the web UI itself reads it as a word
          refuse(AND, 0, text, "several prompts in one (composable diffusion)");
        }
        refuseSchedules(text);
      }
      case PROMPT_SYNTAX_COMFY -> {
        refuse(EMBEDDING, 1, prompt, "textual inversion");
        refuse(CHOICE, 0, prompt, "a random choice");
      }
      case PROMPT_SYNTAX_UNSPECIFIED, PROMPT_SYNTAX_PLAIN, UNRECOGNIZED -> {}
    }
  }

  private static void refuse(Pattern pattern, int group, String text, String name) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      throw PromptException.unsupported(name, matcher.group(group));
    }
  }

  /** {@code [from:to:when]} and {@code [one|other]} change the prompt while steps go by. */
  private static void refuseSchedules(String text) {
    Deque<Integer> open = new ArrayDeque<>();
    Deque<Boolean> alternating = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        open.push(i);
        alternating.push(false);
      } else if (c == '|' && !open.isEmpty()) {
        alternating.pop();
        alternating.push(true);
      } else if (c == ']' && !open.isEmpty()) {
        String found = text.substring(open.pop(), i + 1);
        boolean scheduled = WHEN.matcher(found.substring(0, found.length() - 1)).find();
        if (alternating.pop() || scheduled) {
          throw PromptException.unsupported("a prompt that changes with the steps", found);
        }
      }
    }
  }
}
