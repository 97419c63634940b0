package dev.langevin.bench.sight;

import dev.langevin.bench.sight.promql.History;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code /metrics} says. */
final class TextFormat {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private TextFormat() {}

  /**
   * Notes all values.
   *
   * @param instance whose they are
   */
  static void read(String text, String instance, double seconds, History into) {
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> note(line, instance, seconds, into));
  }

  private static void note(String line, String instance, double seconds, History into) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a line of numbers: " + line);
    }
    Map<String, String> labels = new HashMap<>();
    labels.put("instance", instance);
    if (matcher.group(2) != null) {
      Matcher label = LABEL.matcher(matcher.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    into.add(
        seconds,
        matcher.group(1),
        labels,
        Double.parseDouble(matcher.group(3).replace("Inf", "Infinity")));
  }
}
