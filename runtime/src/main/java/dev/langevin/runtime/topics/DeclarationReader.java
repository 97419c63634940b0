package dev.langevin.runtime.topics;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.topics.Access.Grant;
import dev.langevin.runtime.topics.Access.Operation;
import dev.langevin.runtime.topics.Access.Resource;
import dev.langevin.runtime.topics.Declaration.QueueRule;
import dev.langevin.runtime.topics.Declaration.Rule;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a {@link Declaration}; refuses what it does not know, naming it. */
final class DeclarationReader {
  private static final int MOST_PARTITIONS = 10_000;

  private DeclarationReader() {}

  static Declaration read(Reader yaml) {
    Object document;
    try {
      document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    } catch (YAMLException e) {
      throw new ConfigurationException("no YAML: " + e.getMessage(), e);
    }
    Section all = Section.of("", document == null ? Map.of() : document);
    all.allow("replication", "pools", "topics", "queues", "every", "brokers", "access");
    Map<String, Integer> pools = new LinkedHashMap<>();
    Section named = all.section("pools");
    for (String pool : named.keys()) {
      if (!pool.matches(WorkTopic.POOL)) {
        throw Section.refused("pools", pool, "1 to 63 of a-z, 0-9 and -");
      }
      pools.put(pool, (int) named.number(pool, 1, Shards.MOST));
    }
    Map<String, Rule> topics = new LinkedHashMap<>();
    Section fixed = all.section("topics");
    for (String topic : fixed.keys()) {
      Section one = fixed.section(topic);
      one.allow("partitions", "keyed", "settings");
      topics.put(topic, rule(one));
    }
    Section queues = all.section("queues");
    queues.allow("partitions", "settings", "group", "dead-letters");
    return new Declaration(
        (int) all.number("replication", 1, 10),
        pools,
        topics,
        new QueueRule(rule(queues), queues.texts("group"), queues.texts("dead-letters")),
        all.texts("every"),
        brokers(all.section("brokers")),
        access(all.section("access")));
  }

  private static Rule rule(Section section) {
    return new Rule(
        (int) section.number("partitions", 1, MOST_PARTITIONS),
        section.flag("keyed"),
        section.texts("settings"));
  }

  private static List<BrokerNeed> brokers(Section section) {
    List<BrokerNeed> needs = new ArrayList<>();
    for (String setting : section.keys()) {
      Section bounds = section.section(setting);
      bounds.allow("at-least", "at-most");
      BrokerNeed need =
          new BrokerNeed(
              setting,
              bounds.has("at-least")
                  ? bounds.number("at-least", Long.MIN_VALUE, Long.MAX_VALUE)
                  : Long.MIN_VALUE,
              bounds.has("at-most")
                  ? bounds.number("at-most", Long.MIN_VALUE, Long.MAX_VALUE)
                  : Long.MAX_VALUE);
      if (bounds.keys().isEmpty()) {
        throw Section.refused(section.path(setting), "nothing", "at-least, at-most or both");
      }
      if (need.least() > need.most()) {
        throw Section.refused(
            section.path(setting),
            "at-least %d, at-most %d".formatted(need.least(), need.most()),
            "something that a value can be");
      }
      needs.add(need);
    }
    return needs;
  }

  private static List<Access> access(Section section) {
    List<Access> all = new ArrayList<>();
    for (String service : section.keys()) {
      Section one = section.section(service);
      one.allow("principal", "topics", "groups");
      String principal = one.text("principal");
      if (!principal.matches("[A-Za-z]+:.+")) {
        throw Section.refused(
            one.path("principal"), principal, "a type and a name, such as User:gateway");
      }
      List<Grant> grants = new ArrayList<>();
      grants(one.section("topics"), Resource.TOPIC, grants);
      grants(one.section("groups"), Resource.GROUP, grants);
      all.add(new Access(service, principal, grants));
    }
    return all;
  }

  private static void grants(Section section, Resource resource, List<Grant> grants) {
    section.allow("read", "write", "describe", "describe-configs");
    for (String word : section.keys()) {
      Operation operation = Operation.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
      section.list(word).forEach(name -> grants.add(new Grant(resource, operation, name)));
    }
  }
}
