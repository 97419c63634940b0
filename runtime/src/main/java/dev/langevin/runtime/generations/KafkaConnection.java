package dev.langevin.runtime.generations;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How Kafka is reached: what every client of it is made with, whatever else it needs.
 *
 * @param servers {@code host:port} of brokers, comma separated
 * @param security further properties, such as {@code security.protocol}; may hold passwords, and is
 *     shown to nobody
 */
public record KafkaConnection(String servers, Map<String, String> security) {
  /** The setting that names the file of properties. */
  static final String SETTING = "LANGEVIN_KAFKA_CONFIG";

  /** Keeps a copy. */
  public KafkaConnection {
    security = Map.copyOf(security);
  }

  /** To a cluster without passwords and certificates. */
  public static KafkaConnection plaintext(String servers) {
    return new KafkaConnection(servers, Map.of());
  }

  /**
   * From the environment: the brokers, and a file of properties if one is named.
   *
   * @throws ConfigurationException if the file can't be read or used
   */
  public static KafkaConnection of(Environment environment) {
    List<String> servers = environment.addresses("KAFKA", List.of("127.0.0.1:9092"));
    return of(
        String.join(",", servers), Optional.ofNullable(environment.path("KAFKA_CONFIG", null)));
  }

  /**
   * With a file of properties.
   *
   * @throws ConfigurationException if it can't be read or used; names the key
   */
  public static KafkaConnection of(String servers, Optional<Path> file) {
    return file.map(
            it -> {
              Map<String, String> security = ConnectionFile.read(it);
              ConnectionFile.check(it, security);
              return new KafkaConnection(servers, security);
            })
        .orElseGet(() -> plaintext(servers));
  }

  /** All properties of a client that needs these besides; its own count. */
  public Map<String, Object> with(Map<String, ?> own) {
    Map<String, Object> all = new HashMap<>(security);
    all.put("bootstrap.servers", servers);
    all.putAll(own);
    return all;
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "KafkaConnection[%s, %s]"
        .formatted(servers, security.getOrDefault("security.protocol", "PLAINTEXT"));
  }
}
