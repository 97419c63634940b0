package dev.langevin.gateway.admission;

import dev.langevin.gateway.GatewayException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that its maker learns of everything at once. */
final class Violations {
  private static final int SHOWN_CHARACTERS = 60;
  private static final int SHOWN_VIOLATIONS = 10;

  private final List<String> found = new ArrayList<>();

  void add(String message) {
    found.add(message);
  }

  /** {@code steps: 0 is not in 1..1000}. */
  void range(String field, Object value, Object min, Object max) {
    found.add("%s: %s is not in %s..%s".formatted(field, value, min, max));
  }

  /** An unsigned number that was told, if it was, is in 1 to {@code max}. */
  void number(String field, boolean present, int value, int max) {
    if (present && (value < 1 || value > max)) {
      range(field, Integer.toUnsignedString(value), 1, max);
    }
  }

  /** There are at most so many of something. */
  void most(String field, int count, int limit) {
    if (count > limit) {
      add("%s: %d are more than %d".formatted(field, count, limit));
    }
  }

  /** A text has so many characters. */
  void length(String field, String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      add("%s: %d characters are not in %d..%d".formatted(field, length, min, max));
    }
  }

  /** Line ends and tabs are allowed; others can't be seen and are nobody's wish. */
  void control(String field, String text) {
    text.chars()
        .filter(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')
        .findFirst()
        .ifPresent(
            c ->
                add(
                    "%s: the control character U+%04X at %d is not allowed"
                        .formatted(field, c, text.indexOf(c))));
  }

  /** Throws INVALID_ARGUMENT if there are any. */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    int more = found.size() - SHOWN_VIOLATIONS;
    String text = String.join("; ", found.subList(0, Math.min(SHOWN_VIOLATIONS, found.size())));
    throw GatewayException.invalid(
        more > 0 ? text + "; and " + more + " more" : text,
        found.subList(0, Math.min(SHOWN_VIOLATIONS, found.size())));
  }

  /** The value as an error message shows it: shortened, without control characters. */
  static String shown(String value) {
    String clean =
        value
            .codePoints()
            .limit(SHOWN_CHARACTERS + 1L)
            .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (clean.codePointCount(0, clean.length()) <= SHOWN_CHARACTERS) {
      return clean.isEmpty() ? "\"\"" : clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }
}
