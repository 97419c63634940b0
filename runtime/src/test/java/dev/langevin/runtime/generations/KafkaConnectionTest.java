package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaConnectionTest {
  private static final String SASL =
      """
      security.protocol=SASL_SSL
      sasl.mechanism = SCRAM-SHA-512
      sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
        username="langevin" password="hush";
      """;

  @TempDir Path folder;

  @Test
  void of_nothing_isPlain() {
    assertThat(KafkaConnection.of(Environment.of(Map.of())))
        .isEqualTo(KafkaConnection.plaintext("127.0.0.1:9092"));
  }

  @Test
  void of_file_isInEveryClient() throws Exception {
    Path file = file(SASL);
    Environment environment =
        Environment.of(
            Map.of("LANGEVIN_KAFKA", "a:1,b:2", "LANGEVIN_KAFKA_CONFIG", file.toString()));
    KafkaConnection connection = KafkaConnection.of(environment);

    assertThat(connection.servers()).isEqualTo("a:1,b:2");
    assertThat(connection.with(Map.of("acks", "all")))
        .containsEntry("bootstrap.servers", "a:1,b:2")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("acks", "all");
  }

  @Test
  void toString_tellsNoSecret() throws Exception {
    String text = KafkaConnection.of("a:1", Optional.of(file(SASL))).toString();
    assertThat(text).isEqualTo("KafkaConnection[a:1, SASL_SSL]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acks=1 | acks may not be set, since the log relies on what Langevin sets",
        "isolation.level=read_committed | isolation.level may not be set",
        "group.id=mine | group.id may not be set",
        "enable.idempotence=false | enable.idempotence may not be set",
        "max.poll.records=7 | max.poll.records may not be set",
        "bootstrap.servers=a:1 | bootstrap.servers is set by LANGEVIN_KAFKA; leave it out",
        "securty.protocol=SSL | securty.protocol is unknown; did you mean security.protocol?",
        "security.protocol=TLS | can't be used: ",
        "ssl.truststore.location=/nowhere | can't be used: "
      })
  void of_whatDoesNotBelongThere_isRefusedByName(String line, String message) throws Exception {
    Path file = file((line.startsWith("ssl.") ? "security.protocol=SSL\n" : "") + line + "\n");
    assertThatThrownBy(() -> KafkaConnection.of("127.0.0.1:1", Optional.of(file)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_KAFKA_CONFIG: " + file + ": " + message);
  }

  @Test
  void of_fileIsMissingOrDamaged_isRefused() throws Exception {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> KafkaConnection.of("a:1", Optional.of(missing)))
        .hasMessage("LANGEVIN_KAFKA_CONFIG: " + missing + ": does not exist");
    Path damaged = file("a=\\u12");
    assertThatThrownBy(() -> KafkaConnection.of("a:1", Optional.of(damaged)))
        .hasMessageContaining(": is no file of properties: ");
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("client.properties"), text);
  }
}
