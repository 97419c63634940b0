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
