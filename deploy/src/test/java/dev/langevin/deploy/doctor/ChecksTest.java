package dev.langevin.deploy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.doctor.Finding;
import dev.langevin.client.doctor.Finding.Level;
import dev.langevin.client.local.LocalServer;
import dev.langevin.runtime.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  @TempDir Path home;

  @Test
  void models_brokenOne_isNamedWithItsFile() throws IOException {
    Files.createDirectories(home.resolve("bad"));
    Files.writeString(home.resolve("bad/model_index.json"), "{}");

    assertThat(new ModelsCheck(home).run())
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BROKEN))
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo("model bad"))
        .satisfies(finding -> assertThat(finding.what()).contains("bad/model_index.json"));
  }

  @Test
  void models_noneOrNoDirectory_isBroken() {
    assertThat(levels(new ModelsCheck(home).run())).containsExactly(Level.BROKEN);
    assertThat(levels(new ModelsCheck(home.resolve("no")).run())).containsExactly(Level.BROKEN);
  }

  @Test
  void cuda_byWhatIsThereAndWhatIsAskedFor() throws IOException {
    Path gpu = Files.writeString(home.resolve("nvidia0"), "");
    Path none = home.resolve("none");
    Optional<String> problem = Optional.of("libcudart.so.12: not found");

    assertThat(cuda(false, none, problem)).isEqualTo(Level.OK);
    assertThat(cuda(false, gpu, problem)).isEqualTo(Level.NOTE);
    assertThat(cuda(false, gpu, Optional.empty())).isEqualTo(Level.NOTE);
    assertThat(cuda(true, gpu, Optional.empty())).isEqualTo(Level.OK);
    assertThat(cuda(true, none, problem)).isEqualTo(Level.BROKEN);
    assertThat(new CudaCheck(true, none, () -> problem).run().getFirst().what())
        .isEqualTo("libcudart.so.12: not found");
  }

  @Test
  void cuda_buildWithoutIt_saysWhy() {
    assertThat(CudaCheck.here(true).run().getFirst().what()).isNotBlank();
  }

  @Test
  void kafkaFolder_absentFreeOrForeign() throws IOException {
    Path folder = home.resolve("kafka");
    assertThat(levels(new KafkaFolderCheck(folder, false).run())).containsExactly(Level.OK);

    Files.createDirectories(folder);
    Files.writeString(folder.resolve("photo.jpg"), "x");
    assertThat(new KafkaFolderCheck(folder, false).run().getFirst().what())
        .isEqualTo(folder + " has no meta.properties that can be read: no broker wrote it");

    Files.writeString(folder.resolve("meta.properties"), "version=1");
    Files.writeString(folder.resolve(".lock"), "");
    assertThat(levels(new KafkaFolderCheck(folder, false).run())).containsExactly(Level.OK);
  }

  @Test
  void brokers_nobodyListens_isBroken() throws IOException {
    String address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      address = "127.0.0.1:" + free.getLocalPort();
    }

    assertThat(check(address, Optional.empty()).run())
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BROKEN))
        .satisfies(finding -> assertThat(finding.what()).startsWith(address));
  }

  @Test
  void brokers_fileOfNoUse_isBrokenWithWhatIsWrong() throws IOException {
    Path file = Files.writeString(home.resolve("client.properties"), "acks=1");

    assertThat(check("127.0.0.1:1", Optional.of(file)).run())
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BROKEN))
        .satisfies(finding -> assertThat(finding.what()).contains("acks may not be set"));
  }

  private static BrokersCheck check(String address, Optional<Path> properties) {
    return new BrokersCheck(new LocalServer.Brokers(List.of(address), properties));
  }

  @Test
  void settings_unknown_isBrokenWithItsName() {
    ConfigurationException unknown = new ConfigurationException("LANGEVIN_STPES: unknown setting");
    SettingsCheck check =
        new SettingsCheck(
            () -> {
              throw unknown;
            });

    assertThat(check.run())
        .containsExactly(Finding.broken("settings", unknown.getMessage(), "unset or rename it"));
    assertThat(levels(new SettingsCheck(() -> {}).run())).containsExactly(Level.OK);
  }

  private static Level cuda(boolean wanted, Path device, Optional<String> problem) {
    return new CudaCheck(wanted, device, () -> problem).run().getFirst().level();
  }

  private static List<Level> levels(List<Finding> findings) {
    return findings.stream().map(Finding::level).toList();
  }
}
