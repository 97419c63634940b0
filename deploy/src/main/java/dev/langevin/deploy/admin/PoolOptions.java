package dev.langevin.deploy.admin;

import dev.langevin.client.CommandException;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.Shards;
import dev.langevin.runtime.topics.WorkTopic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Which pools there are, and how many shards each has, in the place of what is declared. */
final class PoolOptions {
  @Option(
      names = "--pool",
      paramLabel = "NAME=SHARDS",
      description =
          "A pool and how many shards it has, instead of those declared; may be repeated.")
  Map<String, Integer> each = new LinkedHashMap<>();

  @Option(
      names = "--pools",
      paramLabel = "NAME",
      split = ",",
      description = "The pools, comma-separated, instead of those declared.")
  List<String> named = List.of();

  @Option(
      names = "--shards",
      paramLabel = "SHARDS",
      description =
          "How many shards pools have, as LANGEVIN_POOL_SHARDS says it: 10 of every pool, or"
              + " default=10,video=2, which names these pools, too.")
  String shards;

  /**
   * What is declared, with these pools.
   *
   * @throws CommandException naming the option that can't be used
   */
  Declaration in(Declaration declared) {
    if (!each.isEmpty()) {
      if (shards != null || !named.isEmpty()) {
        throw CommandException.invalid(
            "--pool", each, "can't stand beside --pools and --shards, which say the same");
      }
      each.forEach(PoolOptions::check);
      return declared.withPools(each);
    }
    named.stream()
        .filter(pool -> !pool.matches(WorkTopic.POOL))
        .forEach(
            pool -> {
              throw CommandException.invalid("--pools", pool, "is not 1 to 63 of a-z, 0-9 and -");
            });
    Set<String> pools = new TreeSet<>(named.isEmpty() ? declared.pools().keySet() : named);
    Map<String, Integer> counts = new LinkedHashMap<>();
    if (shards == null) {
      pools.forEach(pool -> counts.put(pool, declared.pools().getOrDefault(pool, 1)));
    } else {
      Shards wanted = parsed();
      pools.addAll(wanted.named().keySet());
      counts.putAll(wanted.of(pools));
    }
    return declared.withPools(counts);
  }

  private Shards parsed() {
    try {
      return Shards.parse(shards);
    } catch (ConfigurationException e) {
      throw CommandException.invalid("--shards", shards, Shards.ALLOWED);
    }
  }

  private static void check(String pool, int shards) {
    if (!pool.matches(WorkTopic.POOL) || shards < 1 || shards > Shards.MOST) {
      throw CommandException.invalid(
          "--pool",
          pool + "=" + shards,
          "is not a name of a-z, 0-9 and - with a number in 1.." + Shards.MOST);
    }
  }
}
