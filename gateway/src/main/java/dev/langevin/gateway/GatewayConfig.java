package dev.langevin.gateway;

import dev.langevin.gateway.edge.CallLimits;
import dev.langevin.gateway.identity.AccessConfig;
import dev.langevin.gateway.policy.PolicyConfig;
import dev.langevin.gateway.webhooks.WebhookConfig;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.QueueTopics;
import dev.langevin.runtime.tls.TlsFiles;
import dev.langevin.runtime.tls.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway can be told.
 *
 * @param host where it listens
 * @param port its one port; 0 for any
 * @param kafka where the log and the queues are, and how they are reached
 * @param replication copies of each topic, when it creates them
 * @param topics which queues there are, and whether it creates them
 * @param backends the services it asks
 * @param queue how much may wait
 * @param calls what clients may take at a time
 * @param inlineLimit images under this many bytes come with the last message of Generate
 * @param retention how long after its end a generation is kept, with its artifacts; 24 hours, for
 *     which a request_id holds, to 10 years
 * @param webhooks whether and how webhooks are told
 * @param web what is said about HTTP
 * @param certificates what it shows to whom
 * @param access who may call it, and what is noted of that
 * @param policy what it refuses to be asked for
 */
public record GatewayConfig(
    String host,
    int port,
    KafkaConnection kafka,
    int replication,
    QueueTopics topics,
    Backends backends,
    QueueLimits queue,
    CallLimits calls,
    int inlineLimit,
    Duration retention,
    WebhookConfig webhooks,
    WebConfig web,
    Certificates certificates,
    AccessConfig access,
    PolicyConfig policy) {
  private static final int MOST_CALLS = 1_000_000;

  /**
   * Services that a gateway asks, by their addresses.
   *
   * @param denoisers describe models
   * @param encoders say what their text encoders can use
   * @param decoders do too, and hand out artifacts
   */
  public record Backends(List<String> denoisers, List<String> encoders, List<String> decoders) {
    static Backends fromEnvironment(Environment environment) {
      return new Backends(
          environment.addresses("DENOISERS", List.of("127.0.0.1:8472")),
          environment.addresses("ENCODERS", List.of("127.0.0.1:8471")),
          environment.addresses("DECODERS", List.of("127.0.0.1:8473")));
    }
  }

  /**
   * What a gateway shows, and whom it trusts.
   *
   * @param inside between the services
   * @param edge at its port; empty for plain connections
   */
  public record Certificates(TlsSettings inside, Optional<TlsFiles> edge) {
    /** Plain connections on both sides. */
    public static final Certificates NONE = new Certificates(TlsSettings.NONE, Optional.empty());

    static Certificates fromEnvironment(Environment environment) {
      return new Certificates(TlsSettings.of(environment), TlsFiles.edge(environment));
    }
  }

  /**
   * How much may wait: each gateway and orchestrator holds it in memory, with some 350 bytes more
   * for each generation.
   *
   * @param generations those that have not ended, at most
   * @param bytes of those, at most
   */
  public record QueueLimits(int generations, long bytes) {
    static QueueLimits fromEnvironment(Environment environment) {
      return new QueueLimits(
          environment.integer("QUEUE_LIMIT", 100_000, 1, 10_000_000),
          environment.longInteger("QUEUE_BYTES", 256L << 20, 1, 1L << 40));
    }
  }

  /** From the environment, refusing keys that the gateway does not know. */
  public static GatewayConfig fromEnvironment(Environment environment) {
    String host = environment.text("HOST", "127.0.0.1");
    GatewayConfig config =
        new GatewayConfig(
            host,
            environment.integer("PORT", 8470, 0, 65535),
            KafkaConnection.of(environment),
            environment.integer("REPLICATION", 1, 1, 7),
            QueueTopics.fromEnvironment(environment),
            Backends.fromEnvironment(environment),
            QueueLimits.fromEnvironment(environment),
            calls(environment),
            environment.integer("INLINE_LIMIT", 1 << 20, 0, 2 << 20),
            environment.duration(
                "RETENTION", Duration.ofDays(30), Duration.ofHours(24), Duration.ofDays(3650)),
            WebhookConfig.fromEnvironment(environment),
            WebConfig.fromEnvironment(environment),
            Certificates.fromEnvironment(environment),
            AccessConfig.fromEnvironment(environment, host),
            PolicyConfig.fromEnvironment(environment));
    environment.refuseUnknown();
    return config;
  }

  private static CallLimits calls(Environment environment) {
    return new CallLimits(
        environment.integer("CALL_LIMIT", 2_000, 1, MOST_CALLS),
        environment.integer("WATCHER_LIMIT", 10_000, 1, MOST_CALLS),
        environment.duration(
            "READER_PATIENCE",
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofHours(1)));
  }
}
