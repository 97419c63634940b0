package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.orchestrator.services.Wire;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.Upkeep;
import dev.langevin.runtime.tls.TlsSettings;
import dev.langevin.runtime.topics.DeclaredTopic;
import dev.langevin.runtime.topics.Shards;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestratorConfigTest {
  @Test
  void fromEnvironment_nothingSet_defaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new OrchestratorConfig(
                "127.0.0.1",
                8474,
                KafkaConnection.plaintext("127.0.0.1:9092"),
                1,
                QueueTopics.DEFAULT,
                List.of("127.0.0.1:8471"),
                List.of("127.0.0.1:8472"),
                List.of("127.0.0.1:8473"),
                "default",
                List.of(0),
                24,
                8,
                4,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                StoreSettings.in("CHECKPOINTS", Path.of("data", "checkpoints")),
                Duration.ofSeconds(1),
                Wire.FLOAT32,
                true,
                TlsSettings.NONE));
  }

  @Test
  void fromEnvironment_everythingSet_isTaken() {
    Map<String, String> all =
        Map.ofEntries(
            Map.entry("LANGEVIN_HOST", "0.0.0.0"),
            Map.entry("LANGEVIN_PORT", "0"),
            Map.entry("LANGEVIN_KAFKA", "a:1,b:2"),
            Map.entry("LANGEVIN_REPLICATION", "3"),
            Map.entry("LANGEVIN_ENCODERS", "e:1"),
            Map.entry("LANGEVIN_DENOISERS", "d:1,d:2"),
            Map.entry("LANGEVIN_DECODERS", "v:1"),
            Map.entry("LANGEVIN_POOL", "large"),
            Map.entry("LANGEVIN_TOPICS", "create"),
            Map.entry("LANGEVIN_POOL_SHARDS", "large=8"),
            Map.entry("LANGEVIN_SHARDS", "5-6,0"),
            Map.entry("LANGEVIN_INTERACTIVE_SLOTS", "0"),
            Map.entry("LANGEVIN_BATCH_SLOTS", "5"),
            Map.entry("LANGEVIN_FEEDER_SLOTS", "2"),
            Map.entry("LANGEVIN_LOCK", "10s"),
            Map.entry("LANGEVIN_STEP_TIMEOUT", "2m"),
            Map.entry("LANGEVIN_DECODE_TIMEOUT", "1h"),
            Map.entry("LANGEVIN_PATIENCE", "500ms"),
            Map.entry("LANGEVIN_CHECKPOINTS", "/shared/checkpoints"),
            Map.entry("LANGEVIN_CHECKPOINT_INTERVAL", "5s"),
            Map.entry("LANGEVIN_WIRE", "float16"),
            Map.entry("LANGEVIN_COALESCE", "false"));

    assertThat(read(all))
        .isEqualTo(
            new OrchestratorConfig(
                "0.0.0.0",
                0,
                KafkaConnection.plaintext("a:1,b:2"),
                3,
                new QueueTopics(Upkeep.CREATE, new Shards(Map.of("large", 8), 1)),
                List.of("e:1"),
                List.of("d:1", "d:2"),
                List.of("v:1"),
                "large",
                List.of(0, 5, 6),
                0,
                5,
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofHours(1),
                Duration.ofMillis(500),
                StoreSettings.in("CHECKPOINTS", Path.of("/shared/checkpoints")),
                Duration.ofSeconds(5),
                Wire.FLOAT16,
                false,
                TlsSettings.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_PORT,65536",
    "LANGEVIN_KAFKA,nowhere",
    "LANGEVIN_REPLICATION,0",
    "LANGEVIN_DENOISERS,d:1:2",
    "LANGEVIN_POOL,Large Pool",
    "LANGEVIN_TOPICS,none",
    "LANGEVIN_POOL_SHARDS,0",
    "LANGEVIN_POOL_SHARDS,1001",
    "LANGEVIN_POOL_SHARDS,large=",
    "LANGEVIN_POOL_SHARDS,large=2;other=3",
    "LANGEVIN_SHARDS,1000",
    "LANGEVIN_SHARDS,7-4",
    "LANGEVIN_SHARDS,a-b",
    "LANGEVIN_INTERACTIVE_SLOTS,501",
    "LANGEVIN_BATCH_SLOTS,-1",
    "LANGEVIN_FEEDER_SLOTS,101",
    "LANGEVIN_LOCK,10ms",
    "LANGEVIN_STEP_TIMEOUT,2h",
    "LANGEVIN_DECODE_TIMEOUT,7h",
    "LANGEVIN_PATIENCE,soon",
    "LANGEVIN_CHECKPOINTS,s3://B",
    "LANGEVIN_S3_TIMEOUT,1ms",
    "LANGEVIN_CHECKPOINT_INTERVAL,10ms",
    "LANGEVIN_WIRE,float64",
    "LANGEVIN_COALESCE,maybe"
  })
  void fromEnvironment_badValue_isRefusedNamingIt(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }

  @Test
  void fromEnvironment_existingTopics_haveTheirOwnLock() {
    assertThat(read(Map.of("LANGEVIN_TOPICS", "existing")).topics().upkeep())
        .isEqualTo(Upkeep.EXISTING);
    assertThatThrownBy(() -> read(Map.of("LANGEVIN_TOPICS", "existing", "LANGEVIN_LOCK", "60s")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_LOCK: 60s")
        .hasMessageContaining("share.record.lock.duration.ms");
  }

  @Test
  void fromEnvironment_noSlots_isRefused() {
    assertThatThrownBy(
            () -> read(Map.of("LANGEVIN_INTERACTIVE_SLOTS", "0", "LANGEVIN_BATCH_SLOTS", "0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_BATCH_SLOTS");
  }

  @Test
  void declaration_servesShardsThatNewJobsAreNotPutInto_hasTheirTopics() {
    OrchestratorConfig shrinking =
        read(Map.of("LANGEVIN_POOL_SHARDS", "2", "LANGEVIN_SHARDS", "1-3"));
    assertThat(shrinking.declaration().topics())
        .extracting(DeclaredTopic::name)
        .contains("work.default.batch", "work.default.batch.3")
        .doesNotContain("work.default.batch.4");
  }

  @Test
  void fromEnvironment_fewerSlotsThanShards_isRefused() {
    assertThatThrownBy(() -> read(Map.of("LANGEVIN_POOL_SHARDS", "9")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_BATCH_SLOTS: 8 slots")
        .hasMessageContaining("9 shards");
    assertThat(read(Map.of("LANGEVIN_POOL_SHARDS", "9", "LANGEVIN_SHARDS", "8")).shards())
        .containsExactly(8);
  }

  private static OrchestratorConfig read(Map<String, String> variables) {
    Environment environment = Environment.of(variables);
    OrchestratorConfig config = OrchestratorConfig.fromEnvironment(environment);
    environment.refuseUnknown();
    return config;
  }
}
