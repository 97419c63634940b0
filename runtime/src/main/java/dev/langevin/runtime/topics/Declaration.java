package dev.langevin.runtime.topics;

import dev.langevin.v1.Priority;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What Langevin needs of a Kafka cluster.
 *
 * @param replication copies of each topic, 1 to 10
 * @param pools shards of the queues of each pool, from 1
 * @param fixed the topics that do not depend on pools, by name
 * @param queues how the queues are
 * @param every settings of every topic
 * @param brokers what the brokers have to allow
 * @param access who may do what
 */
public record Declaration(
    int replication,
    Map<String, Integer> pools,
    Map<String, Rule> fixed,
    QueueRule queues,
    Map<String, String> every,
    List<BrokerNeed> brokers,
    List<Access> access) {
  private static final String FILE = "topics.yaml";
  private static final String LOCK = "share.record.lock.duration.ms";

  /** Keeps copies. */
  public Declaration {
    pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    every = Map.copyOf(every);
    brokers = List.copyOf(brokers);
    access = List.copyOf(access);
  }

  /**
   * How a topic is.
   *
   * @param partitions how many
   * @param keyed whether none may be added
   * @param settings by Kafka's names
   */
  public record Rule(int partitions, boolean keyed, Map<String, String> settings) {
    /** Keeps a copy. */
    public Rule {
      settings = Map.copyOf(settings);
    }
  }

  /**
   * How the queues are, and their share groups.
   *
   * @param rule of their topics
   * @param group settings of each group
   * @param deadLetters further ones of all groups but the feeders'
   */
  public record QueueRule(Rule rule, Map<String, String> group, Map<String, String> deadLetters) {
    /** Keeps copies. */
    public QueueRule {
      group = Map.copyOf(group);
      deadLetters = Map.copyOf(deadLetters);
    }
  }

  /** The one that this build comes with. */
  public static Declaration shipped() {
    return Shipped.DECLARATION;
  }

  /**
   * Reads one.
   *
   * @param yaml as {@code deploy/kafka/topics.yaml} has it
   * @throws dev.langevin.runtime.config.ConfigurationException naming what can't be used
   */
  public static Declaration read(Reader yaml) {
    return DeclarationReader.read(yaml);
  }

  /** With so many copies of each topic. */
  public Declaration withReplication(int copies) {
    return new Declaration(copies, pools, fixed, queues, every, brokers, access);
  }

  /** With these pools, and so many shards of each, instead. */
  public Declaration withPools(Map<String, Integer> shards) {
    return new Declaration(replication, shards, fixed, queues, every, brokers, access);
  }

  /** With records locked for so long without renewal. */
  public Declaration withLock(Duration lock) {
    Map<String, String> group = new HashMap<>(queues.group());
    group.put(LOCK, Long.toString(lock.toMillis()));
    QueueRule changed = new QueueRule(queues.rule(), group, queues.deadLetters());
    return new Declaration(replication, pools, fixed, changed, every, brokers, access);
  }

  /** The topics that there have to be. */
  public List<DeclaredTopic> topics() {
    List<DeclaredTopic> topics = new ArrayList<>();
    fixed.forEach((name, rule) -> topics.add(topic(name, rule)));
    queueNames().forEach(name -> topics.add(topic(name, queues.rule())));
    return List.copyOf(topics);
  }

  /** The share groups of the queues. */
  public List<DeclaredGroup> groups() {
    List<DeclaredGroup> groups = new ArrayList<>();
    for (String name : queueNames()) {
      Map<String, String> settings = new HashMap<>(queues.group());
      if (!name.equals(WorkTopic.FEEDER)) {
        settings.putAll(queues.deadLetters());
      }
      groups.add(new DeclaredGroup(name, settings));
    }
    return List.copyOf(groups);
  }

  private List<String> queueNames() {
    List<String> names = new ArrayList<>(List.of(WorkTopic.FEEDER));
    pools.forEach(
        (pool, shards) -> {
          for (int shard = 0; shard < shards; shard++) {
            names.add(new WorkTopic(pool, Priority.PRIORITY_INTERACTIVE, shard).name());
            names.add(new WorkTopic(pool, Priority.PRIORITY_BATCH, shard).name());
          }
        });
    return names;
  }

  private DeclaredTopic topic(String name, Rule rule) {
    Map<String, String> settings = new HashMap<>(every);
    settings.put("min.insync.replicas", Integer.toString(Math.max(1, replication - 1)));
    settings.putAll(rule.settings());
    return new DeclaredTopic(name, rule.partitions(), rule.keyed(), replication, settings);
  }

  /** Read when it is first asked for. */
  private static final class Shipped {
    static final Declaration DECLARATION = load();

    private static Declaration load() {
      try (Reader reader =
          new InputStreamReader(
              Objects.requireNonNull(Declaration.class.getResourceAsStream(FILE), FILE),
              StandardCharsets.UTF_8)) {
        return read(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
