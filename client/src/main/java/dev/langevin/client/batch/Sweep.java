package dev.langevin.client.batch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.client.CommandException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is put in place of the names in braces, and which seeds each line is made with: every
 * combination is a line of its own.
 *
 * @param values of each name, in the order given
 * @param seeds empty to leave the lines' own
 */
public record Sweep(Map<String, List<String>> values, List<Long> seeds) {
  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
  private static final List<String> TEXTS = List.of("prompt", "negative_prompt", "negativePrompt");

  /** Lines stay as they are. */
  public static final Sweep NONE = new Sweep(Map.of(), List.of());

  /** Whether lines stay as they are. */
  public boolean none() {
    return values.isEmpty() && seeds.isEmpty();
  }

  /**
   * The lines that one makes.
   *
   * @param line a request in JSON
   * @param number of the line, for messages and where it has no custom_id
   * @throws CommandException if it has a name in braces that nothing is given for
   */
  public Stream<JsonObject> of(JsonObject line, int number) {
    List<String> names = names(line, number);
    Stream<Map<String, String>> choices = Stream.of(Map.of());
    for (String name : names) {
      choices =
          choices.flatMap(
              choice -> values.get(name).stream().map(value -> with(choice, name, value)));
    }
    if (names.isEmpty() && seeds.isEmpty()) {
      return Stream.of(line);
    }
    JsonElement given = line.get("custom_id");
    String base = given == null ? Integer.toString(number) : given.getAsString();
    int[] count = {0};
    return choices.flatMap(
        choice ->
            seeds.isEmpty()
                ? Stream.of(filled(line, choice, base + "." + ++count[0]))
                : seeds.stream()
                    .map(
                        seed -> {
                          JsonObject each = filled(line, choice, base + "." + ++count[0]);
                          each.addProperty("seed", seed);
                          return each;
                        }));
  }

  private List<String> names(JsonObject line, int number) {
    Set<String> found = new HashSet<>();
    if (!values.isEmpty()) {
      for (String text : TEXTS) {
        Matcher matcher = NAME.matcher(text(line, text));
        while (matcher.find()) {
          if (!values.containsKey(matcher.group(1))) {
            throw CommandException.invalid(
                "line " + number,
                "{" + matcher.group(1) + "}",
                "has no --set; given are " + String.join(", ", values.keySet()));
          }
          found.add(matcher.group(1));
        }
      }
    }
    return values.keySet().stream().filter(found::contains).toList();
  }

  private static JsonObject filled(JsonObject line, Map<String, String> choice, String customId) {
    JsonObject filled = line.deepCopy();
    for (String field : TEXTS) {
      if (line.has(field)) {
        filled.addProperty(
            field,
            NAME.matcher(text(line, field))
                .replaceAll(
                    m -> Matcher.quoteReplacement(choice.getOrDefault(m.group(1), m.group()))));
      }
    }
    filled.addProperty("custom_id", customId);
    return filled;
  }

  private static String text(JsonObject line, String field) {
    JsonElement value = line.get(field);
    boolean text =
        value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    return text ? value.getAsString() : "";
  }

  private static Map<String, String> with(Map<String, String> choice, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(choice);
    more.put(name, value);
    return more;
  }

  /** Reads {@code 1..4}, {@code 3,5,9} and both together. */
  public static List<Long> seeds(String text) {
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher range = Pattern.compile("(\\d{1,10})(?:\\.\\.(\\d{1,10}))?").matcher(part.strip());
      if (!range.matches()) {
        throw CommandException.invalid("seeds", text, "is not like 7, 3,5,9 or 1..4");
      }
      long first = Long.parseLong(range.group(1));
      long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
      if (last > 0xffffffffL || last < first || last - first >= LinesFile.LIMIT) {
        throw CommandException.invalid(
            "seeds", part, "is not in 0..4294967295, or not at most 100000 of them");
      }
      for (long seed = first; seed <= last; seed++) {
        seeds.add(seed);
      }
    }
    return seeds;
  }
}
