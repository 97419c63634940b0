package dev.langevin.deploy.admin;

import dev.langevin.deploy.admin.ClusterState.TopicState;
import dev.langevin.runtime.topics.BrokerNeed;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.DeclaredGroup;
import dev.langevin.runtime.topics.DeclaredTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;

/**
 * How a cluster comes to be as it is declared. Pure.
 *
 * @param changes what is done, in this order
 * @param refusals what is declared and would harm; while there is one, nothing is done
 * @param byHand what a person has to do, with how
 * @param notes what nothing is done about: what is there and not declared, for one
 */
record Plan(List<Change> changes, List<String> refusals, List<String> byHand, List<String> notes) {
  private static final String COPIES_NEEDED = "min.insync.replicas";

  /** Whether the cluster is as it is declared. */
  boolean nothingToDo() {
    return changes.isEmpty() && refusals.isEmpty() && byHand.isEmpty();
  }

  /** What leads from one to the other. */
  static Plan between(Declaration wanted, ClusterState found) {
    Plan plan =
        new Plan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (DeclaredTopic topic : wanted.topics()) {
      TopicState state = found.topics().get(topic.name());
      if (state == null) {
        plan.changes.add(new Change.NewTopic(topic));
      } else {
        plan.topic(topic, state, found.brokers());
      }
    }
    for (DeclaredGroup group : wanted.groups()) {
      Map<String, String> settings = found.groups().getOrDefault(group.name(), Map.of());
      new TreeMap<>(group.settings())
          .forEach(
              (setting, value) -> {
                String now = settings.getOrDefault(setting, "");
                if (!now.equals(value)) {
                  plan.changes.add(new Change.GroupSetting(group.name(), setting, now, value));
                }
              });
    }
    plan.copies(wanted, found);
    plan.permissions(wanted, found);
    plan.brokers(wanted.brokers(), found.brokerSettings());
    plan.strangers(wanted, found.topics().keySet());
    return plan;
  }

  /** A broker that is down for a while is no reason to refuse what needs no new copies. */
  private void copies(Declaration wanted, ClusterState found) {
    int answer = found.brokers().size();
    if (answer >= wanted.replication()) {
      return;
    }
    String few =
        "%d copies of each topic need as many brokers, and %d %s"
            .formatted(wanted.replication(), answer, answer == 1 ? "answers" : "answer");
    boolean needed =
        changes.stream()
                .anyMatch(it -> it instanceof Change.NewTopic || it instanceof Change.Partitions)
            || wanted.topics().stream()
                .map(topic -> found.topics().get(topic.name()))
                .anyMatch(state -> state != null && state.copies() < wanted.replication());
    if (needed) {
      refusals.add(few + "; add brokers, or wait for those that are down, or lower replication");
    } else {
      notes.add(few + " now; all topics have their copies");
    }
  }

  private void topic(DeclaredTopic wanted, TopicState found, List<Integer> brokers) {
    String name = wanted.name();
    if (found.partitions() > wanted.partitions()) {
      refusals.add(
          "topic %s has %d partitions, and %d are declared: Kafka can't take partitions away; declare %d"
              .formatted(name, found.partitions(), wanted.partitions(), found.partitions()));
    } else if (found.partitions() < wanted.partitions() && wanted.keyed()) {
      refusals.add(
          ("topic %s has %d partitions, and %d are declared: with more, records of one key would be in"
                  + " two partitions, and the log could not be folded; declare %d")
              .formatted(name, found.partitions(), wanted.partitions(), found.partitions()));
    } else if (found.partitions() < wanted.partitions()) {
      changes.add(new Change.Partitions(name, found.partitions(), wanted.partitions()));
    }
    if (found.mostCopies() > wanted.replication()) {
      refusals.add(
          "topic %s has %d copies, and %d are declared: fewer copies are less safe, so this is not done; declare %d, or reassign by hand"
              .formatted(name, found.mostCopies(), wanted.replication(), found.mostCopies()));
    } else if (found.copies() < wanted.replication() && brokers.size() >= wanted.replication()) {
      byHand.add(Reassignment.of(wanted, found, brokers));
    }
    new TreeMap<>(wanted.settings())
        .forEach(
            (setting, value) -> {
              String now = found.settings().getOrDefault(setting, "");
              // With more copies demanded than there are, nothing could be written any more.
              boolean tooEarly =
                  setting.equals(COPIES_NEEDED) && found.copies() < wanted.replication();
              if (!now.equals(value) && !tooEarly) {
                changes.add(new Change.TopicSetting(name, setting, now, value));
              }
            });
  }

  private void permissions(Declaration wanted, ClusterState found) {
    Set<AclBinding> declared = Permissions.of(wanted.access());
    if (found.permissions().isEmpty()) {
      notes.add("the brokers ask nobody for permission (no authorizer), so access is left out");
      return;
    }
    Set<AclBinding> present = found.permissions().get();
    declared.stream()
        .filter(binding -> !present.contains(binding))
        .forEach(binding -> changes.add(new Change.Permission(binding)));
    Set<String> ours =
        declared.stream().map(it -> it.entry().principal()).collect(Collectors.toSet());
    present.stream()
        .filter(binding -> ours.contains(binding.entry().principal()))
        .filter(binding -> !declared.contains(binding))
        .map(Permissions::text)
        .sorted()
        .forEach(text -> notes.add("not declared, left alone: " + text));
  }

  private void brokers(List<BrokerNeed> needs, Map<Integer, Map<String, String>> settings) {
    new TreeMap<>(settings)
        .forEach(
            (broker, values) ->
                needs.forEach(
                    need -> {
                      String value = values.get(need.setting());
                      if (value == null || !value.matches("-?[0-9]{1,18}")) {
                        byHand.add(
                            "broker %d has no %s: Kafka 4.4 or newer is needed"
                                .formatted(broker, need.setting()));
                      } else if (!need.metBy(Long.parseLong(value))) {
                        byHand.add(
                            "broker %d has %s=%s: set it to %s in its configuration, and restart it"
                                .formatted(broker, need.setting(), value, need.wanted()));
                      }
                    }));
  }

  private void strangers(Declaration wanted, Set<String> topics) {
    Set<String> declared =
        wanted.topics().stream().map(DeclaredTopic::name).collect(Collectors.toSet());
    topics.stream()
        .filter(topic -> !declared.contains(topic))
        .sorted()
        .forEach(
            topic ->
                notes.add(
                    ("topic %s is a queue of no declared pool or shard, left alone: once nothing waits"
                            + " in it, delete it by hand")
                        .formatted(topic)));
  }
}
