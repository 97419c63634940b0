package dev.langevin.deploy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.deploy.admin.ClusterState.TopicState;
import dev.langevin.runtime.topics.BrokerNeed;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.DeclaredGroup;
import dev.langevin.runtime.topics.DeclaredTopic;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leads from a cluster as it is to one as it is declared. */
class PlanTest {
  private static final Declaration WANTED = Declaration.shipped();

  private final Map<String, TopicState> topics = new TreeMap<>();
  private final Map<String, Map<String, String>> groups = new TreeMap<>();
  private final Map<String, String> broker = new TreeMap<>();
  private Optional<Set<AclBinding>> permissions = Optional.empty();
  private List<Integer> brokers = List.of(1, 2, 3);

  /** A cluster that is as it is declared. */
  @BeforeEach
  void asDeclared() {
    for (DeclaredTopic topic : WANTED.topics()) {
      topics.put(topic.name(), state(topic, topic.partitions(), topic.replication()));
    }
    for (DeclaredGroup group : WANTED.groups()) {
      groups.put(group.name(), new HashMap<>(group.settings()));
    }
    for (BrokerNeed need : WANTED.brokers()) {
      broker.put(
          need.setting(), "" + (need.least() == Long.MIN_VALUE ? need.most() : need.least()));
    }
    permissions = Optional.of(new HashSet<>(Permissions.of(WANTED.access())));
  }

  private static TopicState state(DeclaredTopic topic, int partitions, int copies) {
    List<Integer> ids = List.of(1, 2, 3, 4, 5).subList(0, copies);
    return new TopicState(Collections.nCopies(partitions, ids), new HashMap<>(topic.settings()));
  }

  private static DeclaredTopic wanted(String name) {
    return WANTED.topics().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private Plan plan(Declaration declaration) {
    return Plan.between(
        declaration, new ClusterState(brokers, topics, groups, Map.of(1, broker), permissions));
  }

  @Test
  void asDeclared_nothingToDo() {
    assertThat(plan(WANTED).nothingToDo()).isTrue();
    assertThat(plan(WANTED).notes()).isEmpty();
  }

  @Test
  void missingTopicGroupAndPermission_areAdded() {
    topics.remove("webhooks");
    groups.remove("work.feeder");
    AclBinding gone = Permissions.of(WANTED.access()).iterator().next();
    permissions.orElseThrow().remove(gone);
    Plan plan = plan(WANTED);
    assertThat(plan.changes())
        .contains(
            new Change.NewTopic(wanted("webhooks")),
            new Change.GroupSetting("work.feeder", "share.auto.offset.reset", "", "earliest"),
            new Change.Permission(gone));
    assertThat(plan.refusals()).isEmpty();
  }

  @Test
  void anotherShard_onlyItsTopicsAndGroupsAreAdded() {
    Plan plan = plan(WANTED.withPools(Map.of("default", 2)));
    assertThat(plan.changes())
        .filteredOn(Change.NewTopic.class::isInstance)
        .extracting(it -> ((Change.NewTopic) it).topic().name())
        .containsExactly("work.default.interactive.1", "work.default.batch.1");
  }

  @Test
  void shardThatIsDeclaredNoMore_isLeftAlone() {
    topics.put("work.default.batch.1", topics.get("work.default.batch"));
    Plan plan = plan(WANTED);
    assertThat(plan.nothingToDo()).isTrue();
    assertThat(plan.notes()).singleElement().asString().contains("work.default.batch.1");
  }

  @Test
  void fewerPartitionsThanThereAre_isRefused() {
    topics.put("progress", state(wanted("progress"), 4, 3));
    Plan plan = plan(WANTED);
    assertThat(plan.refusals())
        .singleElement()
        .asString()
        .contains("progress has 4 partitions, and 1 are declared")
        .contains("declare 4");
  }

  @Test
  void morePartitionsOfAKeyedTopic_areRefused_ofAnotherAdded() {
    assertThat(Plan.between(moreOf("generations"), found()).refusals())
        .singleElement()
        .asString()
        .contains("generations", "one key");
    assertThat(Plan.between(moreOf("progress"), found()).changes())
        .containsExactly(new Change.Partitions("progress", 1, 2));
  }

  private static Declaration moreOf(String topic) {
    Map<String, Declaration.Rule> fixed = new HashMap<>(WANTED.fixed());
    Declaration.Rule rule = fixed.get(topic);
    fixed.put(topic, new Declaration.Rule(2, rule.keyed(), rule.settings()));
    return new Declaration(
        WANTED.replication(),
        WANTED.pools(),
        fixed,
        WANTED.queues(),
        WANTED.every(),
        WANTED.brokers(),
        WANTED.access());
  }

  private ClusterState found() {
    return new ClusterState(brokers, topics, groups, Map.of(1, broker), permissions);
  }

  @Test
  void fewerCopiesThanThereAre_areRefused() {
    Plan plan = plan(WANTED.withReplication(2));
    assertThat(plan.refusals())
        .hasSize(WANTED.topics().size())
        .allSatisfy(it -> assertThat(it).contains("has 3 copies, and 2 are declared"));
  }

  @Test
  void moreCopiesThanThereAre_areForAPerson_andNotYetDemandedOfWrites() {
    topics.put("batches", state(wanted("batches"), 1, 1));
    topics.get("batches").settings().put("min.insync.replicas", "1");
    Plan plan = plan(WANTED);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.byHand())
        .singleElement()
        .asString()
        .contains(
            "\"topic\":\"batches\",\"partition\":0,\"replicas\":[1,2,3]",
            "kafka-reassign-partitions.sh",
            "min.insync.replicas=2");
  }

  @Test
  void fewerBrokersThanCopies_isRefusedWhereCopiesWouldBeMade() {
    brokers = List.of(1, 2);
    topics.remove("webhooks");
    assertThat(plan(WANTED).refusals())
        .singleElement()
        .asString()
        .contains("3 copies of each topic need as many brokers, and 2 answer;");
    topics.put("webhooks", state(wanted("webhooks"), 1, 2));
    assertThat(plan(WANTED).refusals()).singleElement().asString().contains("2 answer;");
    topics.put("webhooks", state(wanted("webhooks"), 1, 3));
    assertThat(Plan.between(moreOf("progress"), found()).refusals())
        .singleElement()
        .asString()
        .contains("2 answer;");
  }

  @Test
  void brokerThatIsDownForAWhile_isNoted_andTheRestIsDone() {
    brokers = List.of(1, 2);
    topics.get("generations").settings().put("segment.bytes", "1073741824");
    Plan plan = plan(WANTED);
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.notes()).singleElement().asString().contains("2 answer now");
  }

  @Test
  void settingThatDiffers_isChanged_andOneThatIsNotDeclaredStays() {
    topics.get("generations").settings().put("segment.bytes", "1073741824");
    topics.get("generations").settings().put("compression.type", "zstd");
    groups.get("work.default.batch").put("share.record.lock.duration.ms", "60000");
    assertThat(plan(WANTED).changes())
        .containsExactly(
            new Change.TopicSetting("generations", "segment.bytes", "1073741824", "67108864"),
            new Change.GroupSetting(
                "work.default.batch", "share.record.lock.duration.ms", "60000", "30000"));
  }

  @Test
  void permissionThatIsNotDeclared_isNotedAndStays() {
    AclBinding other =
        Permissions.of(
                List.of(
                    new dev.langevin.runtime.topics.Access(
                        "x",
                        "User:gateway",
                        List.of(
                            new dev.langevin.runtime.topics.Access.Grant(
                                dev.langevin.runtime.topics.Access.Resource.TOPIC,
                                dev.langevin.runtime.topics.Access.Operation.WRITE,
                                "billing")))))
            .iterator()
            .next();
    permissions.orElseThrow().add(other);
    Plan plan = plan(WANTED);
    assertThat(plan.nothingToDo()).isTrue();
    assertThat(plan.notes())
        .containsExactly("not declared, left alone: User:gateway may WRITE topic billing");
  }

  @Test
  void noAuthorizer_permissionsAreLeftOut() {
    permissions = Optional.empty();
    assertThat(plan(WANTED).nothingToDo()).isTrue();
    assertThat(plan(WANTED).notes()).singleElement().asString().contains("no authorizer");
  }

  @Test
  void brokerThatDoesNotAllowEnough_isForAPerson() {
    broker.put("group.share.max.size", "200");
    broker.remove("group.share.max.partition.max.record.locks");
    assertThat(plan(WANTED).byHand())
        .containsExactlyInAnyOrder(
            "broker 1 has group.share.max.size=200: set it to 1000 or more in its configuration, and"
                + " restart it",
            "broker 1 has no group.share.max.partition.max.record.locks: Kafka 4.4 or newer is needed");
  }
}
