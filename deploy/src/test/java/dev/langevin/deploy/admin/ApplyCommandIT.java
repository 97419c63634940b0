package dev.langevin.deploy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.deploy.EmbeddedKafka;
import dev.langevin.deploy.Langevins;
import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real broker of this product's. */
class ApplyCommandIT {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @TempDir static Path directory;

  private static EmbeddedKafka kafka;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    admin = Clients.admin(KafkaConnection.plaintext(kafka.address()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  @AfterEach
  void emptyAgain() throws Exception {
    admin.deleteTopics(topics()).all().get();
    // Deleting is answered before the broker that is asked has forgotten them.
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!topics().isEmpty() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(topics()).isEmpty();
  }

  private static Langevins.Result apply(String... more) {
    return Langevins.run(
        Stream.concat(
                Stream.of("admin", "apply", "--kafka", kafka.address(), "--replication", "1"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static Set<String> topics() throws Exception {
    return admin.listTopics().names().get();
  }

  private static String setting(ConfigResource.Type type, String name, String setting)
      throws Exception {
    ConfigResource resource = new ConfigResource(type, name);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(setting).value();
  }

  @Test
  void emptyCluster_dryRun_showsAllAndChangesNothing() throws Exception {
    Langevins.Result result = apply("--dry-run", "--pool", "fresh=1");
    assertThat(result.code()).as(result.err()).isEqualTo(7);
    assertThat(result.out())
        .contains("+ topic generations: 1 partition, 1 copy")
        .contains("    cleanup.policy = compact")
        .contains("~ share group work.fresh.batch")
        .contains("share.auto.offset.reset: latest -> earliest")
        .contains("no authorizer")
        .contains("0 refused, 0 to do by hand");
    assertThat(topics()).isEmpty();
  }

  @Test
  void emptyCluster_applied_andOnceMoreThereIsNothingToDo() throws Exception {
    Langevins.Result first = apply("--yes", "--pool", "default=2");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).endsWith("applied\n");
    assertThat(topics()).contains("generations", "work.default.batch.1", "dlq.work");
    assertThat(
            setting(ConfigResource.Type.GROUP, "work.default.batch.1", "share.auto.offset.reset"))
        .isEqualTo("earliest");
    for (String how : List.of("--yes", "--dry-run")) {
      Langevins.Result again = apply(how, "--pool", "default=2");
      assertThat(again.code()).as(again.out()).isZero();
      assertThat(again.out()).endsWith("The cluster is as it is declared.\n");
    }
  }

  /** The text of LANGEVIN_POOL_SHARDS, as the services have it. */
  @Test
  void shardsOfSeveralPools_areMadeForEach() throws Exception {
    assertThat(apply("--yes", "--pools", "default,video", "--shards", "default=3").code()).isZero();
    assertThat(topics())
        .contains("work.default.batch.2", "work.video.batch")
        .doesNotContain("work.default.batch.3", "work.video.batch.1");
    assertThat(apply("--dry-run", "--shards", "default=3,video=2").out())
        .contains("+ topic work.video.batch.1")
        .doesNotContain("work.default");
    assertThat(apply("--dry-run", "--shards", "4").out())
        .contains("+ topic work.default.batch.3")
        .contains("work.video.batch is a queue of no declared pool");
  }

  @Test
  void settingThatSomebodyChanged_isPutBack_andWhatIsNotDeclaredStays() throws Exception {
    assertThat(apply("--yes").code()).isZero();
    alter("generations", "segment.bytes", "33554432");
    alter("generations", "compression.type", "zstd");
    admin.createTopics(List.of(topic("work.old.batch", 1), topic("billing", 1))).all().get();
    Langevins.Result result = apply("--yes");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("segment.bytes: 33554432 -> 67108864")
        .contains("topic work.old.batch is a queue of no declared pool")
        .doesNotContain("billing", "compression.type");
    assertThat(setting(ConfigResource.Type.TOPIC, "generations", "segment.bytes"))
        .isEqualTo("67108864");
    assertThat(setting(ConfigResource.Type.TOPIC, "generations", "compression.type"))
        .isEqualTo("zstd");
    assertThat(topics()).contains("work.old.batch", "billing");
  }

  @Test
  void partitionsThatWouldBeTakenAway_refused_andNothingIsDone() throws Exception {
    admin.createTopics(List.of(topic("progress", 3))).all().get();
    Langevins.Result result = apply("--yes");
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.out())
        .contains("! refused: topic progress has 3 partitions, and 1 are declared")
        .contains("declare 3");
    assertThat(topics()).containsExactly("progress");
  }

  @Test
  void partitionsOfAQueue_areAdded() throws Exception {
    assertThat(apply("--yes").code()).isZero();
    Path file = Files.createTempFile(directory, "topics", ".yaml");
    String shipped = Files.readString(Path.of("kafka", "topics.yaml"));
    Files.writeString(
        file, shipped.replace("shards instead.\n  partitions: 1", "shards.\n  partitions: 2"));
    Langevins.Result result = apply(file.toString(), "--yes");
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("~ topic work.default.batch", "partitions: 1 -> 2");
    assertThat(apply(file.toString()).out()).endsWith("as it is declared.\n");
  }

  @Test
  void moreCopiesThanBrokers_refused() {
    Langevins.Result result = Langevins.run("admin", "apply", "--kafka", kafka.address(), "--yes");
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.out()).contains("3 copies of each topic need as many brokers, and 1 answers");
  }

  @Test
  void nobodyToAsk_saysWhichOptionIsNeeded() throws Exception {
    Langevins.Result result = apply();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--yes").contains("--dry-run");
    assertThat(topics()).isEmpty();
  }

  @Test
  void badFileAndOptions_areNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "replication: many\n");
    assertThat(apply(file.toString()).err()).contains("replication: many is not a whole number");
    assertThat(apply(directory.resolve("none.yaml").toString()).code()).isEqualTo(2);
    assertThat(apply("--pool", "Large=1").err()).contains("--pool: Large=1");
    assertThat(apply("--pools", "video,Large").err()).contains("--pools: Large is not 1 to 63");
    assertThat(apply("--shards", "default=0").err())
        .contains("--shards: default=0 is not a number in 1..1000");
    assertThat(apply("--shards", "2", "--pool", "default=2").err()).contains("--pool: {default=2}");
    assertThat(Langevins.run("admin", "apply", "--replication", "11").err()).contains("1..10");
    assertThat(Langevins.run("admin").err()).contains("a COMMAND is needed", "apply");
  }

  @Test
  void nobodyAnswers_saysSo() {
    Langevins.Result result = Langevins.run("admin", "apply", "--kafka", "127.0.0.1:1", "--yes");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("ask for the brokers");
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.of((short) 1));
  }

  private static void alter(String topic, String setting, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }
}
