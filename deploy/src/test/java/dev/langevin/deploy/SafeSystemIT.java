package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture through nothing but encrypted connections, with certificates of the command. */
class SafeSystemIT {
  @TempDir static Path folder;

  @Test
  void generate_everythingEncrypted_isAPicture() throws Exception {
    Path models = Command.checkedOutModels();
    Command command = new Command(folder.resolve("unused"), models);
    Path certificates = folder.resolve("certificates");
    assertThat(command.run("admin", "certificates", certificates.toString(), "--service", "kafka"))
        .returns(0, Command.Result::code);
    Path data = Files.createDirectories(folder.resolve("data"));
    try (SafeSystem system = SafeSystem.start(data, certificates, models)) {
      Path picture = folder.resolve("boat.png");
      Command.Result made =
          command.run(
              "generate",
              "a red sailboat",
              "--steps",
              "3",
              "--json",
              "-o",
              picture.toString(),
              "--server",
              "https://localhost:" + system.port(),
              "--ca",
              certificates.resolve("ca.crt").toString());

      assertThat(made.code()).as(made.err()).isZero();
      assertThat(picture).isNotEmptyFile();
      assertStranger(system);
      assertThat(command.run("models", "--server", "localhost:" + system.port()).code())
          .isEqualTo(4);
    }
  }

  /** The broker really asks. */
  private static void assertStranger(SafeSystem system) throws Exception {
    Path file = system.client("wrong");
    try (Admin admin = Clients.admin(KafkaConnection.of(system.kafka(), Optional.of(file)))) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }
}
