package dev.langevin.sampling;

import java.util.List;
import java.util.stream.Collectors;

/** Values as messages show them. */
final class Shown {
  private static final double EXACT = 1e15; // beyond, a double's digits are not those of a count

  private Shown() {}

  /** A whole number without ".0", in lists too; what else there is as it prints itself. */
  static String value(Object value) {
    return switch (value) {
      case Double d when d == StrictMath.rint(d) && Math.abs(d) < EXACT ->
          Long.toString(d.longValue());
      case List<?> list ->
          list.stream().map(Shown::value).collect(Collectors.joining(", ", "[", "]"));
      case null, default -> String.valueOf(value);
    };
  }

  /** As a configuration file has it: text in quotes, so that "1000" is not taken for 1000. */
  static String json(Object value) {
    return switch (value) {
      case String text -> '"' + text + '"';
      case List<?> list ->
          list.stream().map(Shown::json).collect(Collectors.joining(", ", "[", "]"));
      case null, default -> value(value);
    };
  }

  /** What completes "is not": {@code in 1..1000}, or only the end that a range has. */
  static String range(Object least, Object most) {
    if (most instanceof Double d && d >= Float.MAX_VALUE) {
      boolean positive = least instanceof Double l && l == Double.MIN_NORMAL;
      boolean any = least instanceof Double l && l <= -Double.MAX_VALUE;
      return any ? "a finite number" : positive ? "above 0" : value(least) + " or more";
    }
    return "in " + value(least) + ".." + value(most);
  }
}
