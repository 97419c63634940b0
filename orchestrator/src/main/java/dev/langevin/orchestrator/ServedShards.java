package dev.langevin.orchestrator;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.topics.Shards;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which shards of its pool an orchestrator takes jobs from. */
final class ServedShards {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");

  private ServedShards() {}

  /**
   * Those of {@code LANGEVIN_SHARDS}: {@code all}, or numbers and ranges such as {@code 0,4-7}.
   * They may be more than new jobs are put into: those that the pool had before have to be emptied.
   *
   * @param count how many the pool has
   */
  static List<Integer> parse(String text, int count) {
    if (text.equals("all")) {
      return IntStream.range(0, count).boxed().toList();
    }
    TreeSet<Integer> served = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.trim());
      if (!range.matches()) {
        throw refused(text);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first > last) {
        throw refused(text);
      }
      IntStream.rangeClosed(first, last).forEach(served::add);
    }
    return List.copyOf(served);
  }

  /** Each shard needs a slot of each kind that there is, or its jobs would wait for ever. */
  static void checkSlots(String key, int slots, int shards) {
    if (slots > 0 && slots < shards) {
      throw new ConfigurationException(
          "LANGEVIN_%s: %d slots are too few for the %d shards of LANGEVIN_SHARDS; one for each, or 0, is allowed"
              .formatted(key, slots, shards));
    }
  }

  private static ConfigurationException refused(String text) {
    return new ConfigurationException(
        "LANGEVIN_SHARDS: %s is not all, or numbers and ranges in 0..%d such as 0,4-7"
            .formatted(text, Shards.MOST - 1));
  }
}
