package dev.langevin.runtime.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Prompts as ComfyUI reads them: {@code (a)} counts 1.1 times as much as what surrounds it, {@code
 * (a:1.3)} counts 1.3 whatever surrounds it; a backslash takes a parenthesis literally. Other
 * brackets are text.
 *
 * <p>Its oddities are kept, for they decide the picture: a parenthesis that is never closed takes
 * the rest of the prompt as text, and one that was never opened swallows the next opening one.
 */
final class ComfySyntax {
  /** Each level costs a frame of the stack; 1.1 to this power is more than anybody can mean. */
  static final int NESTING_LIMIT = 100;

  private static final double STEP = 1.1;

  /** Characters that prompts can't have stand for escaped parentheses while brackets are read. */
  private static final String OPEN = "\0\2";

  private static final String CLOSE = "\0\1";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  private ComfySyntax() {}

  static List<Segment> parse(String prompt) {
    List<Segment> segments = new ArrayList<>();
    read(prompt.replace("\\)", CLOSE).replace("\\(", OPEN), 1, 0, segments);
    return segments.isEmpty() ? List.of(new Segment("", 1)) : List.copyOf(segments);
  }

  private static void read(String text, double weight, int depth, List<Segment> segments) {
    if (depth > NESTING_LIMIT) {
      throw PromptException.nesting(NESTING_LIMIT);
    }
    for (String part : parts(text)) {
      if (part.length() < 2 || !part.startsWith("(") || !part.endsWith(")")) {
        String literal = part.replace(CLOSE, ")").replace(OPEN, "(");
        segments.add(new Segment(literal, weight));
        continue;
      }
      String inner = part.substring(1, part.length() - 1);
      int colon = inner.lastIndexOf(':');
      String number = colon > 0 ? inner.substring(colon + 1).strip() : "";
      if (NOT_FINITE.matcher(number).matches()) {
        throw PromptException.weight(number);
      }
      if (NUMBER.matcher(number).matches()) {
        read(inner.substring(0, colon), Double.parseDouble(number), depth + 1, segments);
      } else {
        read(inner, weight * STEP, depth + 1, segments);
      }
    }
  }

  /** Splits a text at its outermost parentheses, which stay with their contents. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int level = 0;
    for (char c : text.toCharArray()) {
      if (c == '(' && level++ == 0 && !part.isEmpty()) {
        parts.add(part.toString());
        part.setLength(0);
      }
      part.append(c);
      if (c == ')' && --level == 0) {
        parts.add(part.toString());
        part.setLength(0);
      }
    }
    if (!part.isEmpty()) {
      parts.add(part.toString());
    }
    return parts;
  }
}
