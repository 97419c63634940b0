package dev.langevin.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Topics;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that people apply and services read, and what it is made of. */
class DeclarationTest {
  private static DeclaredTopic topic(Declaration declaration, String name) {
    return declaration.topics().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static DeclaredGroup group(Declaration declaration, String name) {
    return declaration.groups().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shipped_hasTheTopicsThatTheCodeNames() {
    assertThat(Declaration.shipped().topics())
        .extracting(DeclaredTopic::name)
        .containsExactlyInAnyOrder(
            Topics.GENERATIONS,
            Topics.BATCHES,
            Topics.PROGRESS,
            Topics.WEBHOOKS,
            Topics.DEAD_LETTER,
            Topics.FEEDER,
            "work.default.interactive",
            "work.default.batch");
  }

  @Test
  void shipped_saysWhatTheCodeReliesOn() {
    Declaration shipped = Declaration.shipped();
    assertThat(shipped.topics())
        .allSatisfy(
            it ->
                assertThat(it.settings())
                    .containsEntry("max.message.bytes", "" + GenerationLog.RECORD_LIMIT)
                    .containsEntry("unclean.leader.election.enable", "false"));
    for (String log : List.of(Topics.GENERATIONS, Topics.BATCHES)) {
      assertThat(topic(shipped, log).keyed()).isTrue();
      assertThat(topic(shipped, log).settings()).containsEntry("cleanup.policy", "compact");
    }
    assertThat(topic(shipped, Topics.WEBHOOKS).settings())
        .containsEntry("retention.ms", "" + Topics.WEBHOOKS_KEPT.toMillis());
    assertThat(group(shipped, "work.default.batch").settings())
        .containsEntry("share.auto.offset.reset", "earliest")
        .containsEntry("share.delivery.count.limit", "" + Topics.DELIVERY_LIMIT)
        .containsEntry("errors.deadletterqueue.topic.name", Topics.DEAD_LETTER);
    assertThat(group(shipped, Topics.FEEDER).settings())
        .doesNotContainKey("errors.deadletterqueue.topic.name");
  }

  @Test
  void withReplication_aWriteNeedsAllCopiesButOne() {
    for (Map.Entry<Integer, String> needed : Map.of(1, "1", 2, "1", 3, "2", 5, "4").entrySet()) {
      assertThat(Declaration.shipped().withReplication(needed.getKey()).topics())
          .allSatisfy(
              it -> {
                assertThat(it.replication()).isEqualTo(needed.getKey());
                assertThat(it.settings()).containsEntry("min.insync.replicas", needed.getValue());
              });
    }
  }

  @Test
  void withPoolsAndLock_eachShardHasQueuesAndGroups() {
    Declaration declaration =
        Declaration.shipped().withPools(Map.of("large", 2)).withLock(Duration.ofSeconds(7));
    assertThat(declaration.groups())
        .extracting(DeclaredGroup::name)
        .containsExactlyInAnyOrder(
            Topics.FEEDER,
            "work.large.interactive",
            "work.large.batch",
            "work.large.interactive.1",
            "work.large.batch.1");
    assertThat(group(declaration, "work.large.batch.1").settings())
        .containsEntry("share.record.lock.duration.ms", "7000");
  }

  @ParameterizedTest
  @CsvSource({
    "at-least: 5, 5 or more, 5, 4",
    "at-most: 3, 3 or less, 3, 4",
    "'at-least: 3, at-most: 5', 3 to 5, 4, 6",
    "'at-least: 3, at-most: 3', 3, 3, 2"
  })
  void read_needsOfBrokers_areSaidInWords(String bounds, String wanted, long met, long not) {
    BrokerNeed need =
        Declaration.read(
                new StringReader(
                    "{replication: 3, queues: {partitions: 1}, brokers: {a: {%s}}}"
                        .formatted(bounds)))
            .brokers()
            .getFirst();
    assertThat(need.wanted()).isEqualTo(wanted);
    assertThat(need.metBy(met)).isTrue();
    assertThat(need.metBy(not)).isFalse();
  }

  @Test
  void shipped_access_isWhatServicesNeedAndNoMore() {
    assertThat(Declaration.shipped().access())
        .extracting(Access::service, Access::principal)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("gateway", "User:gateway"),
            org.assertj.core.api.Assertions.tuple("orchestrator", "User:orchestrator"));
    assertThat(Declaration.shipped().access().getFirst().grants())
        .contains(
            new Access.Grant(Access.Resource.TOPIC, Access.Operation.WRITE, "work.*"),
            new Access.Grant(Access.Resource.GROUP, Access.Operation.READ, "gateway.webhooks"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replication: 0 | replication: 0 is not a whole number in 1..10",
        "replication: 3.5 | replication: 3.5 is not",
        "pools: {default: 1} | replication is missing",
        "{replication: 3, retention: 7} | retention: this is not one of replication, pools",
        "{replication: 3, pools: {Default: 1}} | pools: Default is not 1 to 63 of a-z",
        "{replication: 3, pools: {a: 1001}} | pools/a: 1001 is not a whole number in 1..1000",
        "{replication: 3, topics: {x: {partitions: 0}}} | topics/x/partitions: 0 is not",
        "{replication: 3, topics: {x: {keyed: 1, partitions: 1}}} | topics/x/keyed: 1 is not true or false",
        "{replication: 3, topics: {x: {partition: 1}}} | topics/x/partition: this is not one of",
        "{replication: 3, topics: [x]} | topics: [x] is not a map",
        "{replication: 3, queues: {partitions: 1}, access: {g: {principal: gateway}}} | access/g/principal: gateway is not a type and a name",
        "{replication: 3, queues: {partitions: 1}, access: {g: {principal: 'User:g', topics: {delete: [a]}}}} | access/g/topics/delete: this is not one of read",
        "{replication: 3, queues: {partitions: 1}, brokers: {a: {least: 1}}} | brokers/a/least: this is not one of at-least",
        "{replication: 3, queues: {partitions: 1}, brokers: {a: {}}} | brokers/a: nothing is not at-least, at-most or both",
        "{replication: 3, queues: {partitions: 1}, brokers: {a: {at-least: 5, at-most: 3}}} | brokers/a: at-least 5, at-most 3 is not",
        "'replication: [' | no YAML",
        "7 | the document: 7 is not a map"
      })
  void read_whatCantBeUsed_isNamed(String yaml, String message) {
    assertThatThrownBy(() -> Declaration.read(new StringReader(yaml)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
