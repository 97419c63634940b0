package dev.langevin.deploy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.deploy.Langevins;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Acceptance;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.ShareGroups;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.TopicKeeper;
import dev.langevin.runtime.generations.Upkeep;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.topics.Declaration;
import dev.langevin.runtime.topics.Shards;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The declared permissions, on a broker that asks for them: each service can do what it has to, and
 * no more.
 */
class AccessIT {
  private static final Declaration DECLARED =
      Declaration.shipped().withReplication(1).withPools(Map.of("default", 2));

  @TempDir static Path directory;

  private static SecuredBroker broker;

  @BeforeAll
  static void applyAsAdministrator() throws Exception {
    broker = SecuredBroker.start(directory.resolve("kafka"));
    Langevins.Result result = apply("admin");
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("User:gateway may WRITE topic work.*", "applied");
    assertThat(apply("admin").out()).endsWith("The cluster is as it is declared.\n");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Langevins.Result apply(String user) throws Exception {
    return Langevins.run(
        "admin",
        "apply",
        "--kafka",
        broker.address(),
        "--kafka-config",
        broker.properties(directory, user).toString(),
        "--replication",
        "1",
        "--pool",
        "default=2",
        "--yes");
  }

  private static Admin admin(String user) {
    return Clients.admin(broker.connection(user));
  }

  private static Work work(String id) {
    return Work.newBuilder()
        .setGenerationId(id)
        .setWorkId("work-" + id)
        .setRequestHash(ByteString.copyFromUtf8(id))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(Instant.now()))
        .build();
  }

  @Test
  void services_findTheTopicsThere_whicheverWayTheyLook() {
    try (Admin gateway = admin("gateway");
        Admin orchestrator = admin("orchestrator")) {
      for (Upkeep upkeep : Upkeep.values()) {
        assertThatCode(() -> new TopicKeeper(gateway, upkeep).topics(DECLARED.topics()))
            .doesNotThrowAnyException();
        assertThatCode(() -> new TopicKeeper(orchestrator, upkeep).topics(DECLARED.topics()))
            .doesNotThrowAnyException();
      }
      assertThatCode(() -> new TopicKeeper(orchestrator, Upkeep.EXISTING).all(DECLARED))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void orchestrator_mayNotConfigureGroups_andIsToldHowItNeedNot() {
    try (Admin orchestrator = admin("orchestrator")) {
      assertThatThrownBy(() -> new TopicKeeper(orchestrator, Upkeep.CREATE).all(DECLARED))
          .isInstanceOf(LogUnavailableException.class)
          .hasMessageContaining("LANGEVIN_TOPICS=existing")
          .hasMessageContaining("langevin admin apply");
    }
  }

  @Test
  void topicThatIsMissing_isNamedWithWhatHelps() {
    Declaration more = DECLARED.withPools(Map.of("new", 1));
    try (Admin gateway = admin("gateway")) {
      for (Upkeep upkeep : Upkeep.values()) {
        assertThatThrownBy(() -> new TopicKeeper(gateway, upkeep).topics(more.topics()))
            .isInstanceOf(LogUnavailableException.class)
            .hasMessageContaining("work.new.")
            .hasMessageContaining("langevin admin apply");
      }
    }
  }

  @Test
  void job_goesFromTheGatewayThroughTheOrchestratorToItsEnd() throws Exception {
    KafkaConnection gateway = broker.connection("gateway");
    KafkaConnection orchestrator = broker.connection("orchestrator");
    try (GenerationLog front = GenerationLog.open(gateway);
        GenerationLog back = GenerationLog.open(orchestrator);
        WorkQueue queue = new WorkQueue(gateway)) {
      Work work = work("job-" + Instant.now().toEpochMilli());
      Shards shards = new Shards(DECLARED.pools(), 1);
      Snapshot queued = new Acceptance(queue, front, shards).accept("default", work);
      String topic =
          queued.getShard() == 0 ? "work.default.interactive" : "work.default.interactive.1";
      ConsumerRecord<String, byte[]> record = take(orchestrator, topic);
      assertThat(Work.parseFrom(record.value()).getGenerationId())
          .isEqualTo(work.getGenerationId());
      Snapshot seen = back.get(work.getGenerationId()).orElseThrow();
      back.write(Snapshots.failed(seen, "TRIED", "as far as it goes", Instant.now()));
      assertThat(
              front
                  .get(work.getGenerationId())
                  .orElseThrow()
                  .getGeneration()
                  .getError()
                  .getReason())
          .isEqualTo("TRIED");
      try (Admin asking = Clients.admin(gateway)) {
        assertThat(ShareGroups.slots(asking, List.of(topic)).get(10, TimeUnit.SECONDS))
            .containsKey(topic);
      }
    }
  }

  private static ConsumerRecord<String, byte[]> take(KafkaConnection connection, String topic) {
    Map<String, Object> settings =
        connection.with(Map.of("group.id", topic, "share.acknowledgement.mode", "explicit"));
    try (KafkaShareConsumer<String, byte[]> slot =
        new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      slot.subscribe(List.of(topic));
      for (int i = 0; i < 100; i++) {
        for (ConsumerRecord<String, byte[]> record : slot.poll(Duration.ofMillis(200))) {
          slot.acknowledge(record);
          slot.commitSync();
          return record;
        }
      }
    }
    throw new AssertionError("nothing came from " + topic);
  }

  @Test
  void gateway_readsDeadLettersAndProgress_inItsGroups() {
    try (Consumer<String, byte[]> member =
        Clients.member(broker.connection("gateway"), "gateway.dead-letters")) {
      member.subscribe(List.of("dlq.work"));
      assertThatCode(() -> member.poll(Duration.ofMillis(500))).doesNotThrowAnyException();
    }
    try (Consumer<String, byte[]> reader =
        Clients.consumer(broker.connection("gateway"), "latest")) {
      assertThat(reader.partitionsFor("progress")).hasSize(1);
    }
  }

  @Test
  void services_mayNothingElse() {
    assertRefused("orchestrator", "webhooks");
    assertRefused("gateway", "progress");
    assertRefused("stranger", "generations");
    try (Admin gateway = admin("gateway")) {
      assertThatThrownBy(
              () -> gateway.createTopics(List.of(new NewTopic("mine", 1, (short) 1))).all().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> gateway.deleteTopics(List.of("generations")).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  private static void assertRefused(String user, String topic) {
    try (Producer<String, byte[]> producer = Clients.producer(broker.connection(user))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "key", new byte[0])).get())
          .as("%s writes to %s", user, topic)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void apply_byOneWhoMayNot_saysWhat() throws Exception {
    Langevins.Result result = apply("stranger");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("can't");
  }
}
