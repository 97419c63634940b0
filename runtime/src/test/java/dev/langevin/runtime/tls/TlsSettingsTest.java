package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TlsSettingsTest {
  @Test
  void of_nothing_isPlain() {
    assertThat(TlsSettings.of(Environment.of(Map.of()))).isEqualTo(TlsSettings.NONE);
    assertThat(TlsFiles.edge(Environment.of(Map.of()))).isEmpty();
  }

  @Test
  void of_everything_isTaken() {
    Environment environment =
        Environment.of(
            Map.of(
                "LANGEVIN_TLS_CERTIFICATE", "/c",
                "LANGEVIN_TLS_KEY", "/k",
                "LANGEVIN_TLS_CA", "/a",
                "LANGEVIN_TLS_PEERS", "Gateway, orchestrator",
                "LANGEVIN_EDGE_CERTIFICATE", "/e",
                "LANGEVIN_EDGE_KEY", "/f"));

    assertThat(TlsSettings.of(environment))
        .isEqualTo(
            new TlsSettings(
                Optional.of(
                    new TlsFiles(
                        TlsFiles.INSIDE, Path.of("/c"), Path.of("/k"), Optional.of(Path.of("/a")))),
                Set.of("gateway", "orchestrator")));
    assertThat(TlsFiles.edge(environment))
        .contains(new TlsFiles(TlsFiles.EDGE, Path.of("/e"), Path.of("/f"), Optional.empty()));
    environment.refuseUnknown();
  }

  @Test
  void of_someOfThree_isRefused() {
    assertRefused(
        Map.of("LANGEVIN_TLS_CERTIFICATE", "/c", "LANGEVIN_TLS_KEY", "/k"),
        "LANGEVIN_TLS_CA: none is not allowed where the others are set; LANGEVIN_TLS_CERTIFICATE,"
            + " LANGEVIN_TLS_KEY and LANGEVIN_TLS_CA go together");
    assertRefused(Map.of("LANGEVIN_TLS_CA", "/a"), "LANGEVIN_TLS_CERTIFICATE: none is not allowed");
    assertThatThrownBy(
            () -> TlsFiles.edge(Environment.of(Map.of("LANGEVIN_EDGE_CERTIFICATE", "/e"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "LANGEVIN_EDGE_KEY: none is not allowed where the others are set;"
                + " LANGEVIN_EDGE_CERTIFICATE and LANGEVIN_EDGE_KEY go together");
  }

  @Test
  void of_peersThatAreNoNames_areRefused() {
    assertRefused(
        Map.of(
            "LANGEVIN_TLS_CERTIFICATE", "/c",
            "LANGEVIN_TLS_KEY", "/k",
            "LANGEVIN_TLS_CA", "/a",
            "LANGEVIN_TLS_PEERS", "gateway,,b"),
        "LANGEVIN_TLS_PEERS: ");
    assertRefused(
        Map.of("LANGEVIN_TLS_PEERS", "gateway"),
        "LANGEVIN_TLS_PEERS: gateway can't be told apart without LANGEVIN_TLS_CERTIFICATE");
  }

  private static void assertRefused(Map<String, String> variables, String message) {
    assertThatThrownBy(() -> TlsSettings.of(Environment.of(variables)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }
}
