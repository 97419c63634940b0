package dev.langevin.decoder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactNameTest {
  private static final String SHA = "0".repeat(64);

  @Test
  void of_bytes_isIdIndexAndTheirHash() {
    ArtifactName name = ArtifactName.of("g1", 3, "abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(name)
        .hasToString("g1/3-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(ArtifactName.parse(name.toString())).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "g1",
        "../0-" + "0000000000000000000000000000000000000000000000000000000000000000",
        "../../etc/passwd",
        "/etc/passwd",
        "g1/../g2/0-0000000000000000000000000000000000000000000000000000000000000000",
        "g1\\0-0000000000000000000000000000000000000000000000000000000000000000",
        "G1/0-0000000000000000000000000000000000000000000000000000000000000000",
        "g1/00-0000000000000000000000000000000000000000000000000000000000000000",
        "g1/-1-0000000000000000000000000000000000000000000000000000000000000000",
        "g1/0-000000000000000000000000000000000000000000000000000000000000000",
        "g1/0-000000000000000000000000000000000000000000000000000000000000000\n",
        "g1/0-0000000000000000000000000000000000000000000000000000000000000000/x",
        ".incoming/0-0000000000000000000000000000000000000000000000000000000000000000"
      })
  void parse_anythingElse_isRefused(String name) {
    assertThatThrownBy(() -> ArtifactName.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not id/index-sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a b", "Ä", "A"})
  void constructor_badId_isRefused(String id) {
    assertThatThrownBy(() -> new ArtifactName(id, 0, SHA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("generation_id: ");
  }
}
