package dev.langevin.runtime.topics;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How many shards the queues of each pool have. A share group takes a thousand members at most, and
 * each slot is one; a pool that needs more slots has several groups, each with a queue of its own,
 * and jobs go to one of them by a hash of their ids.
 *
 * @param named of pools that are named, 1 to {@link #MOST}
 * @param others of all others
 */
public record Shards(Map<String, Integer> named, int others) {
  /** The most shards of a pool. */
  public static final int MOST = 1_000;

  /** What a text has to be, for a person. */
  public static final String ALLOWED =
      "is not a number in 1.." + MOST + ", or pool=number of each pool once, comma separated";

  /** One of each pool. */
  public static final Shards NONE = new Shards(Map.of(), 1);

  /** Keeps a copy. */
  public Shards {
    named = Map.copyOf(named);
  }

  /**
   * From {@code LANGEVIN_POOL_SHARDS}: a number for all pools, or {@code pool=number} for some of
   * them, comma-separated.
   *
   * @throws ConfigurationException naming what can't be used
   */
  public static Shards fromEnvironment(Environment environment) {
    return parse(environment.text("POOL_SHARDS", "1"));
  }

  /**
   * From such a text.
   *
   * @throws ConfigurationException as above
   */
  public static Shards parse(String text) {
    if (!text.contains("=")) {
      return new Shards(Map.of(), count(text, text));
    }
    Map<String, Integer> named = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int at = part.indexOf('=');
      String pool = at < 0 ? "" : part.substring(0, at).trim();
      if (!pool.matches(WorkTopic.POOL) || named.containsKey(pool)) {
        throw refused(text);
      }
      named.put(pool, count(text, part.substring(at + 1).trim()));
    }
    return new Shards(named, 1);
  }

  private static int count(String text, String number) {
    if (!number.matches("[1-9][0-9]{0,3}") || Integer.parseInt(number) > MOST) {
      throw refused(text);
    }
    return Integer.parseInt(number);
  }

  private static ConfigurationException refused(String text) {
    return new ConfigurationException("LANGEVIN_POOL_SHARDS: " + text + " " + ALLOWED);
  }

  /** How many shards a pool has. */
  public int of(String pool) {
    return named.getOrDefault(pool, others);
  }

  /** These pools with their shards. */
  public Map<String, Integer> of(Iterable<String> pools) {
    Map<String, Integer> all = new TreeMap<>();
    pools.forEach(pool -> all.put(pool, of(pool)));
    return all;
  }

  /**
   * The shard that a new job goes to: the same for one id as long as their number is, and with
   * equal chance each. Another hash than the one by which producers choose a partition, so that
   * both together spread jobs, too.
   */
  public int shard(String pool, String generationId) {
    int count = of(pool);
    if (count == 1) {
      return 0;
    }
    CRC32C hash = new CRC32C();
    hash.update(generationId.getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() % count);
  }
}
