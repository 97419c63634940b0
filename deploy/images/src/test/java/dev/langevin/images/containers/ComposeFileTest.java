package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.images.containers.ComposeFile.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {
  @TempDir Path folder;

  @Test
  void read_ours_everyServiceIsRestrictedAndOrdered() throws IOException {
    ComposeFile file = ComposeFile.read();

    assertThat(file.services().keySet())
        .containsExactly(
            "kafka", "store", "text-encoder", "denoiser", "decoder", "orchestrator", "gateway");
    file.services()
        .forEach(
            (name, service) -> {
              assertThat(service.health()).as(name).isNotEmpty();
              if (service.image().startsWith("langevin/")) {
                assertThat(service.readOnly()).as(name).isTrue();
                assertThat(service.capDrop()).as(name).containsExactly("ALL");
                assertThat(service.securityOpt()).as(name).containsExactly("no-new-privileges");
              }
            });
    assertThat(file.services().get("orchestrator").after())
        .containsExactlyInAnyOrder("kafka", "store", "text-encoder", "denoiser", "decoder");
  }

  @Test
  void secure_everyServiceOfOurs_hasACertificateOfItsOwn() throws IOException {
    ComposeFile.secure(Path.of("/certificates"))
        .services()
        .forEach(
            (name, service) -> {
              if (service.image().startsWith("langevin/")) {
                assertThat(service.environment())
                    .as(name)
                    .containsEntry("LANGEVIN_TLS_CERTIFICATE", "/tls/tls.crt");
                assertThat(service.mounts())
                    .as(name)
                    .containsEntry("/tls:ro", "/certificates/tls/" + name)
                    .doesNotContainValue("/certificates/tls");
              }
            });
  }

  @Test
  void secure_gateway_isThatOfTheFileBelowWithMore() throws IOException {
    Service plain = ComposeFile.read().services().get("gateway");
    Service secure = ComposeFile.secure(Path.of("/certificates")).services().get("gateway");

    assertThat(secure.environment())
        .containsKeys(plain.environment().keySet().toArray(String[]::new))
        .containsEntry("LANGEVIN_AUTH", "required");
    assertThat(secure.ports()).isEqualTo(plain.ports());
    assertThat(secure.after()).isEqualTo(plain.after());
  }

  @Test
  void read_ports_areOfLoopbackAlone() throws IOException {
    for (Service service : ComposeFile.read().services().values()) {
      assertThat(service.ports()).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void read_variables_takeTheirDefaults() throws IOException {
    Path file = folder.resolve("compose.yaml");
    Files.writeString(file, "services: {a: {image: 'x:${TAG:-1}', healthcheck: {test: [CMD, y]}}}");

    assertThat(ComposeFile.read(file, Map.of()).services().get("a").image()).isEqualTo("x:1");
    assertThat(ComposeFile.read(file, Map.of("TAG", "2")).services().get("a").image())
        .isEqualTo("x:2");
  }

  @Test
  void read_whatTheTestsDoNotKnow_isRefused() throws IOException {
    Path file = folder.resolve("compose.yaml");
    Files.writeString(file, "services: {a: {image: x, privileged: true}}");

    assertThatThrownBy(() -> ComposeFile.read(file, Map.of()))
        .hasMessageContaining("file.services.a: privileged is not one of");
  }

  @Test
  void replicas_one_hasNoNumber() {
    assertThat(Systems.replicas("denoiser", 1)).isEqualTo(List.of("denoiser"));
    assertThat(Systems.replicas("denoiser", 2)).isEqualTo(List.of("denoiser-1", "denoiser-2"));
  }
}
