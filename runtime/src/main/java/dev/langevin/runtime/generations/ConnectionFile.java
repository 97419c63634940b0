package dev.langevin.runtime.generations;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Spelling;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * A file of Kafka's properties: what may stand there says how brokers are reached. What clients do
 * with records is Langevin's, for the log relies on it.
 */
final class ConnectionFile {
  private static final List<String> FAMILIES = List.of("ssl.", "sasl.", "socket.connection.setup.");
  private static final Set<String> ALLOWED =
      Set.of(
          "security.protocol",
          "security.providers",
          "client.dns.lookup",
          "client.rack",
          "connections.max.idle.ms",
          "metadata.max.age.ms",
          "metadata.recovery.strategy",
          "send.buffer.bytes",
          "receive.buffer.bytes");

  /** Where the brokers are, and whether their names are known by now, does not matter yet. */
  private static final String NOWHERE = "127.0.0.1:1";

  private ConnectionFile() {}

  /**
   * What it says.
   *
   * @throws ConfigurationException naming the key that does not belong there
   */
  static Map<String, String> read(Path file) {
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(text);
    } catch (NoSuchFileException e) {
      throw refused(file, "does not exist", e);
    } catch (AccessDeniedException e) {
      String user = System.getProperty("user.name");
      throw refused(file, "may not be read by %s, who runs this".formatted(user), e);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(file, "is no file of properties: " + e.getMessage(), e);
    }
    Map<String, String> properties = new TreeMap<>();
    read.forEach((key, value) -> properties.put(key.toString(), value.toString().strip()));
    properties.keySet().forEach(key -> check(file, key));
    return properties;
  }

  /**
   * Makes a client with it, and throws it away: what is wrong with a key store, a mechanism or a
   * protocol is said at the start, not with the first record.
   */
  static void check(Path file, Map<String, String> security) {
    try {
      Admin.create(new KafkaConnection(NOWHERE, security).with(Map.of())).close();
    } catch (KafkaException e) {
      throw refused(file, "can't be used: " + deepest(e), e);
    }
  }

  private static void check(Path file, String key) {
    if (ALLOWED.contains(key) || FAMILIES.stream().anyMatch(key::startsWith)) {
      return;
    }
    if (key.equals("bootstrap.servers")) {
      throw refused(file, key + " is set by LANGEVIN_KAFKA; leave it out", null);
    }
    Set<String> known = new TreeSet<>(ProducerConfig.configNames());
    known.addAll(ConsumerConfig.configNames());
    known.addAll(AdminClientConfig.configNames());
    if (known.contains(key)) {
      throw refused(
          file,
          key
              + " may not be set, since the log relies on what Langevin sets; the file is for how"
              + " brokers are reached: security.protocol, ssl.*, sasl.* and the like",
          null);
    }
    known.removeIf(
        name -> !ALLOWED.contains(name) && FAMILIES.stream().noneMatch(name::startsWith));
    throw refused(
        file, "%s is unknown; did you mean %s?".formatted(key, Spelling.nearest(key, known)), null);
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static ConfigurationException refused(Path file, String why, Exception cause) {
    return new ConfigurationException(
        "%s: %s: %s".formatted(KafkaConnection.SETTING, file, why), cause);
  }
}
