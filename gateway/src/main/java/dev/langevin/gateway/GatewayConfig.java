package dev.langevin.gateway;

import dev.langevin.gateway.webhooks.WebhookConfig;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.time.Duration;
import java.util.List;

/**
 * What a gateway can be told.
 *
 * @param host where it listens
 * @param port its one port; 0 for any
 * @param kafka Kafka's addresses
 * @param denoisers addresses that describe models
 * @param encoders addresses of text encoders, which say what they can use
 * @param decoders addresses that do too, and hand out artifacts
 * @param replication copies of each topic, when it creates them
 * @param inlineLimit images under this many bytes come with the last message of Generate
 * @param queueLimit generations that have not ended, at most
 * @param queueBytes of those, at most: each gateway and orchestrator holds them in memory, with
 *     some 350 bytes more for each
 * @param callLimit calls at a time, at most, besides those that watch
 * @param watcherLimit calls that watch, at most
 * @param readerPatience how long a client may leave a message unread
 * @param retention how long after its end a generation is kept, with its artifacts; 24 hours, for
 *     which a request_id holds, to 10 years
 * @param webhooks whether and how webhooks are told
 */
public record GatewayConfig(
    String host,
    int port,
    List<String> kafka,
    List<String> denoisers,
    List<String> encoders,
    List<String> decoders,
    int replication,
    int inlineLimit,
    int queueLimit,
    long queueBytes,
    int callLimit,
    int watcherLimit,
    Duration readerPatience,
    Duration retention,
    WebhookConfig webhooks,
    WebConfig web) {
  private static final int INLINE_LIMIT = 1 << 20;
  private static final int QUEUE_LIMIT = 100_000;
  private static final long QUEUE_BYTES = 256L << 20;
  private static final long MOST_QUEUE_BYTES = 1L << 40;
  private static final int CALL_LIMIT = 2_000;
  private static final int WATCHER_LIMIT = 10_000;
  private static final Duration READER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration SHORTEST_RETENTION = Duration.ofHours(24);
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);

  /** Checks what a caller in the same process may have got wrong. */
  public GatewayConfig {
    kafka = notEmpty("LANGEVIN_KAFKA", kafka);
    denoisers = notEmpty("LANGEVIN_DENOISERS", denoisers);
    encoders = notEmpty("LANGEVIN_ENCODERS", encoders);
    decoders = notEmpty("LANGEVIN_DECODERS", decoders);
    inRange("LANGEVIN_PORT", port, 0, 65535);
    inRange("LANGEVIN_REPLICATION", replication, 1, 7);
    inRange("LANGEVIN_INLINE_LIMIT", inlineLimit, 0, 2 << 20);
    inRange("LANGEVIN_QUEUE_LIMIT", queueLimit, 1, 10_000_000);
    inRange("LANGEVIN_QUEUE_BYTES", queueBytes, 1, MOST_QUEUE_BYTES);
    inRange("LANGEVIN_CALL_LIMIT", callLimit, 1, 1_000_000);
    inRange("LANGEVIN_WATCHER_LIMIT", watcherLimit, 1, 1_000_000);
    if (retention.compareTo(SHORTEST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
      throw new ConfigurationException(
          "LANGEVIN_RETENTION: %s is not in 24h..3650d".formatted(retention));
    }
  }

  /** From the environment, refusing keys that the gateway does not know. */
  public static GatewayConfig fromEnvironment(Environment environment) {
    GatewayConfig config =
        new GatewayConfig(
            environment.text("HOST", "127.0.0.1"),
            environment.integer("PORT", 8470, 0, 65535),
            environment.addresses("KAFKA", List.of("127.0.0.1:9092")),
            environment.addresses("DENOISERS", List.of("127.0.0.1:8472")),
            environment.addresses("ENCODERS", List.of("127.0.0.1:8471")),
            environment.addresses("DECODERS", List.of("127.0.0.1:8473")),
            environment.integer("REPLICATION", 1, 1, 7),
            environment.integer("INLINE_LIMIT", INLINE_LIMIT, 0, 2 << 20),
            environment.integer("QUEUE_LIMIT", QUEUE_LIMIT, 1, 10_000_000),
            environment.longInteger("QUEUE_BYTES", QUEUE_BYTES, 1, MOST_QUEUE_BYTES),
            environment.integer("CALL_LIMIT", CALL_LIMIT, 1, 1_000_000),
            environment.integer("WATCHER_LIMIT", WATCHER_LIMIT, 1, 1_000_000),
            environment.duration(
                "READER_PATIENCE", READER_PATIENCE, Duration.ofMillis(100), Duration.ofHours(1)),
            environment.duration("RETENTION", RETENTION, SHORTEST_RETENTION, LONGEST_RETENTION),
            WebhookConfig.fromEnvironment(environment),
            WebConfig.fromEnvironment(environment));
    environment.refuseUnknown();
    return config;
  }

  /**
   * The defaults, with these addresses and any port: for a gateway in the same process as the rest.
   */
  public static GatewayConfig local(
      String host,
      int port,
      String kafka,
      List<String> denoisers,
      List<String> encoders,
      List<String> decoders) {
    return new GatewayConfig(
        host,
        port,
        List.of(kafka),
        denoisers,
        encoders,
        decoders,
        1,
        INLINE_LIMIT,
        QUEUE_LIMIT,
        QUEUE_BYTES,
        CALL_LIMIT,
        WATCHER_LIMIT,
        READER_PATIENCE,
        RETENTION,
        WebhookConfig.OFF,
        WebConfig.usual());
  }

  private static List<String> notEmpty(String key, List<String> addresses) {
    if (addresses.isEmpty()) {
      throw new ConfigurationException(key + ": empty; at least one host:port is needed");
    }
    return List.copyOf(addresses);
  }

  private static void inRange(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new ConfigurationException("%s: %d is not in %d..%d".formatted(key, value, min, max));
    }
  }
}
