package dev.langevin.runtime.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prompts as AUTOMATIC1111's web UI reads them: {@code (a)} counts 1.1 times, {@code (a:1.3)} 1.3
 * times, {@code [a]} 1/1.1 times, and what is nested is multiplied; a backslash takes a bracket
 * literally; {@code BREAK} begins a new chunk; {@code #} hides the rest of a line.
 *
 * <p>Its oddities are kept, for they decide the picture: brackets that are never closed count to
 * the end of the prompt, brackets that were never opened are text, and {@code BREAK} within
 * brackets is a word, because its mark is multiplied with them.
 */
final class WebUiSyntax {
  private static final double ROUND = 1.1;
  private static final double SQUARE = 1 / 1.1;

  private static final int UNICODE = Pattern.UNICODE_CHARACTER_CLASS;
  private static final Pattern COMMENT_LINE = Pattern.compile("(^|\\n)#[^\\n]*(\\n|$)");
  private static final Pattern COMMENT = Pattern.compile("#[^\\n]*(\\n|$)");
  private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*", UNICODE);

  /** A bracket or a backslash with what it takes, a closing weight, or the text between them. */
  private static final Pattern PIECE =
      Pattern.compile(
          "\\\\[()\\[\\]\\\\]?|[(\\[]|:\\s*([+-]?[.\\d]+)\\s*\\)|[)\\]]|[^\\\\()\\[\\]:]+|:",
          UNICODE);

  private final List<Segment> segments = new ArrayList<>();
  private final Deque<Integer> round = new ArrayDeque<>();
  private final Deque<Integer> square = new ArrayDeque<>();

  private WebUiSyntax() {}

  static List<Segment> parse(String prompt) {
    WebUiSyntax syntax = new WebUiSyntax();
    Matcher pieces = PIECE.matcher(withoutComments(prompt));
    while (pieces.find()) {
      syntax.read(pieces.group(), pieces.group(1));
    }
    syntax.round.forEach(from -> syntax.multiply(from, ROUND));
    syntax.square.forEach(from -> syntax.multiply(from, SQUARE));
    return syntax.merged();
  }

  static String withoutComments(String prompt) {
    String lines = COMMENT_LINE.matcher(prompt).replaceAll("\n");
    return COMMENT.matcher(lines).replaceAll("\n");
  }

  private void read(String text, String weight) {
    if (text.startsWith("\\")) {
      segments.add(new Segment(text.substring(1), 1));
    } else if (text.equals("(")) {
      round.push(segments.size());
    } else if (text.equals("[")) {
      square.push(segments.size());
    } else if (weight != null && !round.isEmpty()) {
      multiply(round.pop(), number(weight));
    } else if (text.equals(")") && !round.isEmpty()) {
      multiply(round.pop(), ROUND);
    } else if (text.equals("]") && !square.isEmpty()) {
      multiply(square.pop(), SQUARE);
    } else {
      addWithBreaks(text);
    }
  }

  private void addWithBreaks(String text) {
    String[] parts = BREAK.split(text, -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        segments.add(new Segment(Segment.BREAK_WORD, Segment.BREAK_WEIGHT));
      }
      segments.add(new Segment(parts[i], 1));
    }
  }

  private void multiply(int from, double factor) {
    for (int i = from; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      segments.set(i, new Segment(segment.text(), segment.weight() * factor));
    }
  }

  /** Neighbours of one weight are one text, for the tokenizer reads across them. */
  private List<Segment> merged() {
    List<Segment> merged = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      text.append(segments.get(i).text());
      double weight = segments.get(i).weight();
      if (i + 1 == segments.size() || segments.get(i + 1).weight() != weight) {
        merged.add(new Segment(text.toString(), weight));
        text.setLength(0);
      }
    }
    return merged.isEmpty() ? List.of(new Segment("", 1)) : List.copyOf(merged);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw PromptException.weight(text);
    }
  }
}
