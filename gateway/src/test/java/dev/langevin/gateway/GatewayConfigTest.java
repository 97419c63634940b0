package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.edge.CallLimits;
import dev.langevin.gateway.identity.AccessConfig;
import dev.langevin.gateway.identity.TokenConfig;
import dev.langevin.gateway.policy.PolicyConfig;
import dev.langevin.gateway.webhooks.WebhookConfig;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.generations.Upkeep;
import dev.langevin.runtime.topics.Shards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
  @TempDir static Path directory;

  /** A file that is there. */
  private static String file(String name) {
    try {
      return Files.writeString(directory.resolve(name), "{}").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
                new WebConfig(List.of(), "", Map.of(), true, Duration.ZERO),
                GatewayConfig.Certificates.NONE,
                AccessConfig.OPEN,
                PolicyConfig.NONE));
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
            Map.entry("LANGEVIN_OPENAI_SIZES", "refuse"),
            Map.entry("LANGEVIN_PRESIGNED", "10m"),
            Map.entry("LANGEVIN_AUTH", "required"),
            Map.entry("LANGEVIN_API_KEYS", file("keys.json")),
            Map.entry("LANGEVIN_JWT_ISSUER", "https://issuer.example"),
            Map.entry("LANGEVIN_JWT_AUDIENCE", "langevin"),
            Map.entry("LANGEVIN_JWT_KEYS", "https://issuer.example/keys"),
            Map.entry("LANGEVIN_JWT_TENANT_CLAIM", "org"),
            Map.entry("LANGEVIN_JWT_ALGORITHMS", "ES256, RS512"),
            Map.entry("LANGEVIN_QUOTAS", file("quotas.json")),
            Map.entry("LANGEVIN_AUDIT", "audit.jsonl"),
            Map.entry("LANGEVIN_POLICY", file("policy.json")),
            Map.entry("LANGEVIN_POLICY_URL", "https://policy.example/check"),
            Map.entry("LANGEVIN_POLICY_TIMEOUT", "900ms"),
            Map.entry("LANGEVIN_POLICY_UNAVAILABLE", "accept"));
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
                    false,
                    Duration.ofMinutes(10)),
                GatewayConfig.Certificates.NONE,
                new AccessConfig(
                    true,
                    Optional.of(Path.of(file("keys.json"))),
                    Optional.of(
                        new TokenConfig(
                            "https://issuer.example",
                            "langevin",
                            "https://issuer.example/keys",
                            "org",
                            Set.of("ES256", "RS512"))),
                    Optional.of(Path.of(file("quotas.json"))),
                    Optional.of(Path.of("audit.jsonl"))),
                new PolicyConfig(
                    Optional.of(Path.of(file("policy.json"))),
                    Optional.of(URI.create("https://policy.example/check")),
                    Duration.ofMillis(900),
                    true)));
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_POLICY, no/such.json, not a file that can be read",
    "LANGEVIN_POLICY_URL, policy.example, an http or https URL",
    "LANGEVIN_POLICY_URL, ftp://policy.example, an http or https URL",
    "LANGEVIN_POLICY_URL, https://me:secret@policy.example, without a user",
    "LANGEVIN_POLICY_TIMEOUT, 2h, 2h",
    "LANGEVIN_POLICY_UNAVAILABLE, open, accept"
  })
  void policy_whatCannotBe_isRefused(String key, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(message);
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

  @Test
  void auth_byHostAndWhatThereIs() {
    assertThat(read(Map.of()).access().required()).isFalse();
    for (String open : List.of("127.0.0.9", "localhost", "::1", "[::1]")) {
      assertThat(read(Map.of("LANGEVIN_HOST", open)).access().required()).as(open).isFalse();
    }
    for (String host : List.of("0.0.0.0", "::", "10.0.0.1", "gateway", "127.0.0.1.example.org")) {
      assertThatThrownBy(() -> read(Map.of("LANGEVIN_HOST", host)))
          .as(host)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("langevin admin key create")
          .hasMessageContaining("LANGEVIN_AUTH=none");
    }
    assertThat(
            read(Map.of("LANGEVIN_HOST", "0.0.0.0", "LANGEVIN_AUTH", "none")).access().required())
        .isFalse();
    assertThat(read(Map.of("LANGEVIN_API_KEYS", file("keys.json"))).access().required()).isTrue();
    assertThatThrownBy(
            () -> read(Map.of("LANGEVIN_API_KEYS", file("keys.json"), "LANGEVIN_AUTH", "none")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_API_KEYS says who may come in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://issuer.example", "ftp://issuer.example", "issuer", "https://"})
  void issuer_overAnInsecureWay_isRefused(String issuer) {
    assertThatThrownBy(
            () -> read(Map.of("LANGEVIN_JWT_ISSUER", issuer, "LANGEVIN_JWT_AUDIENCE", "langevin")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_JWT_ISSUER: " + issuer + " is not an https URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "RS256,HS512", "EdDSA", "rs256"})
  void algorithms_thatAreNotSafe_areRefused(String algorithms) {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "LANGEVIN_JWT_ISSUER",
                        "https://issuer.example",
                        "LANGEVIN_JWT_AUDIENCE",
                        "langevin",
                        "LANGEVIN_JWT_ALGORITHMS",
                        algorithms)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_JWT_ALGORITHMS: ");
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
    "LANGEVIN_API_KEYS, no/such/file",
    "LANGEVIN_QUOTAS, no/such/file",
    "LANGEVIN_AUDIT, no/such/folder/file",
    "LANGEVIN_JWT_TENANT_CLAIM, org",
    "LANGEVIN_AUTH, perhaps",
    "LANGEVIN_AUTH, required",
    "LANGEVIN_JWT_ISSUER, https://issuer.example",
    "LANGEVIN_JWT_AUDIENCE, langevin",
    "LANGEVIN_PRESIGNED, 13h",
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
