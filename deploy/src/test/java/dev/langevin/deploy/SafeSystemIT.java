package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A picture through nothing but encrypted connections, with certificates of the command. */
@Timeout(300)
class SafeSystemIT {
  @TempDir static Path folder;

  @Test
  void generate_everythingEncrypted_isAPicture() throws Exception {
    Path models = Command.checkedOutModels();
    Command command = new Command(folder.resolve("unused"), models);
    Path certificates = folder.resolve("certificates");
    assertThat(command.run("admin", "certificates", certificates.toString(), "--service", "kafka"))
        .returns(0, Langevins.Result::code);
    Path data = Files.createDirectories(folder.resolve("data"));
    try (SafeSystem system = SafeSystem.start(data, certificates, models)) {
      Path picture = folder.resolve("boat.png");
      Langevins.Result made =
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
      assertStranger(command, system);
      assertThat(command.run("models", "--server", "localhost:" + system.port()).code())
          .isEqualTo(4);
    }
  }

  /** The broker really asks, and doctor says what it answers. */
  private static void assertStranger(Command command, SafeSystem system) throws Exception {
    String wrong = system.client("wrong").toString();
    Langevins.Result refused =
        command.run("doctor", "--kafka", system.kafka(), "--kafka-config", wrong);
    assertThat(refused.out())
        .contains(system.kafka() + ": Authentication failed: Invalid username or password");
    String right = system.client("hush").toString();
    Langevins.Result known =
        command.run("doctor", "--kafka", system.kafka(), "--kafka-config", right);
    assertThat(known.out()).contains("Kafka: " + system.kafka() + " answers, of 1");
  }
}
