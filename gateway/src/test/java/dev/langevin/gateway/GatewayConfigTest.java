package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.edge.CallLimits;
import dev.langevin.gateway.webhooks.WebhookConfig;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.Upkeep;
import dev.langevin.runtime.topics.Shards;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
  @Test
  void defaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new GatewayConfig(
                "127.0.0.1",
                8470,
                KafkaConnection.plaintext("127.0.0.1:9092"),
                1,
                QueueTopics.DEFAULT,
                new GatewayConfig.Backends(
                    List.of("127.0.0.1:8472"),
                    List.of("127.0.0.1:8471"),
                    List.of("127.0.0.1:8473")),
                new GatewayConfig.QueueLimits(100_000, 256L << 20),
                new CallLimits(2_000, 10_000, Duration.ofSeconds(60)),
                1 << 20,
                Duration.ofDays(30),
                WebhookConfig.OFF,
                new WebConfig(List.of(), "", Map.of(), true),
                GatewayConfig.Certificates.NONE));
  }

  @Test
  void everyKey_isRead() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("LANGEVIN_HOST", "0.0.0.0"),
            Map.entry("LANGEVIN_PORT", "80"),
            Map.entry("LANGEVIN_KAFKA", "a:1,b:2"),
            Map.entry("LANGEVIN_DENOISERS", "c:3"),
            Map.entry("LANGEVIN_ENCODERS", "f:6"),
            Map.entry("LANGEVIN_DECODERS", "d:4,e:5"),
            Map.entry("LANGEVIN_REPLICATION", "3"),
            Map.entry("LANGEVIN_TOPICS", "existing"),
            Map.entry("LANGEVIN_POOL_SHARDS", "default=4, large=2"),
            Map.entry("LANGEVIN_INLINE_LIMIT", "1000"),
            Map.entry("LANGEVIN_QUEUE_LIMIT", "7"),
            Map.entry("LANGEVIN_QUEUE_BYTES", "1000000"),
            Map.entry("LANGEVIN_CALL_LIMIT", "8"),
            Map.entry("LANGEVIN_WATCHER_LIMIT", "9"),
            Map.entry("LANGEVIN_READER_PATIENCE", "3s"),
            Map.entry("LANGEVIN_RETENTION", "36h"),
            Map.entry("LANGEVIN_WEBHOOK_PRIVATE_ADDRESSES", "true"),
            Map.entry("LANGEVIN_CORS_ORIGINS", "https://a.example, http://localhost:3000"),
            Map.entry("LANGEVIN_PUBLIC_URL", "https://pictures.example/api/"),
            Map.entry("LANGEVIN_MODEL_ALIASES", "dall-e-3=storybook,gpt-image-1=storybook@1"),
            Map.entry("LANGEVIN_OPENAI_SIZES", "refuse"));
    assertThat(read(environment))
        .isEqualTo(
            new GatewayConfig(
                "0.0.0.0",
                80,
                KafkaConnection.plaintext("a:1,b:2"),
                3,
                new QueueTopics(Upkeep.EXISTING, new Shards(Map.of("default", 4, "large", 2), 1)),
                new GatewayConfig.Backends(List.of("c:3"), List.of("f:6"), List.of("d:4", "e:5")),
                new GatewayConfig.QueueLimits(7, 1_000_000),
                new CallLimits(8, 9, Duration.ofSeconds(3)),
                1000,
                Duration.ofHours(36),
                new WebhookConfig(null, true),
                new WebConfig(
                    List.of("https://a.example", "http://localhost:3000"),
                    "https://pictures.example/api",
                    Map.of("dall-e-3", "storybook", "gpt-image-1", "storybook@1"),
                    false),
                GatewayConfig.Certificates.NONE));
  }

  @Test
  void webhookSecret_thatIsNone_isRefusedAndNotTold() {
    for (String secret : List.of("hush-hush", "whsec_???", "whsec_c2hvcnQ=")) {
      assertThatThrownBy(() -> read(Map.of("LANGEVIN_WEBHOOK_SECRET", secret)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("LANGEVIN_WEBHOOK_SECRET: a secret ")
          .hasMessageEndingWith("whsec_ and base64 of 24 to 64 bytes")
          .hasMessageNotContaining(secret.substring(3));
    }
    assertThat(read(Map.of("LANGEVIN_WEBHOOK_SECRET", "whsec_" + "a2V5".repeat(8))).webhooks().on())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_PORT, 65536",
    "LANGEVIN_PORT, many",
    "LANGEVIN_KAFKA, nowhere",
    "LANGEVIN_DENOISERS, 'a:1,'",
    "LANGEVIN_REPLICATION, 0",
    "LANGEVIN_INLINE_LIMIT, -1",
    "LANGEVIN_QUEUE_LIMIT, 0",
    "LANGEVIN_QUEUE_BYTES, 0",
    "LANGEVIN_CALL_LIMIT, 0",
    "LANGEVIN_WATCHER_LIMIT, 0",
    "LANGEVIN_READER_PATIENCE, 0",
    "LANGEVIN_RETENTION, 23h",
    "LANGEVIN_RETENTION, 3651d",
    "LANGEVIN_RETENTION, 30",
    "LANGEVIN_CORS_ORIGINS, example.org",
    "LANGEVIN_CORS_ORIGINS, https://example.org/",
    "LANGEVIN_PUBLIC_URL, example.org",
    "LANGEVIN_PUBLIC_URL, ftp://example.org",
    "LANGEVIN_MODEL_ALIASES, dall-e-3",
    "LANGEVIN_MODEL_ALIASES, dall-e-3=",
    "LANGEVIN_OPENAI_SIZES, biggest",
    "LANGEVIN_QUEUE_LIMTI, 10"
  })
  void badValueOrKey_isNamed(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key);
  }

  private static GatewayConfig read(Map<String, String> environment) {
    return GatewayConfig.fromEnvironment(Environment.of(environment));
  }
}
