package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.decoder.safety.SafetyMode;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.store.ModelSettings;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Provider;
import dev.langevin.runtime.tls.TlsSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderConfigTest {
  @Test
  void fromEnvironment_nothing_hasDefaults() {
    DecoderConfig config = DecoderConfig.fromEnvironment(Environment.of(Map.of()));

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8473);
    assertThat(config.models()).isEqualTo(ModelSettings.in(Path.of("models")));
    assertThat(config.execution()).isEqualTo(ExecutionSettings.cpu());
    assertThat(config.artifacts())
        .isEqualTo(StoreSettings.in("ARTIFACTS", Path.of("data/artifacts")));
    assertThat(config.decodeTile()).isEqualTo(1024);
    assertThat(config.pictures()).isEqualTo(PictureSettings.DEFAULT);
  }

  @Test
  void fromEnvironment_everything_isRead() {
    Map<String, String> variables =
        Map.of(
            "LANGEVIN_HOST", "0.0.0.0",
            "LANGEVIN_PORT", "1",
            "LANGEVIN_MODELS", "m",
            "LANGEVIN_THREADS", "3",
            "LANGEVIN_ARTIFACTS", "a",
            "LANGEVIN_DECODE_TILE", "512",
            "LANGEVIN_SAFETY_CHECKER", "required",
            "LANGEVIN_PROVENANCE", "iptc");

    assertThat(DecoderConfig.fromEnvironment(Environment.of(variables)))
        .isEqualTo(
            new DecoderConfig(
                "0.0.0.0",
                1,
                ModelSettings.in(Path.of("m")),
                new ExecutionSettings(Provider.CPU, false, 3),
                StoreSettings.in("ARTIFACTS", Path.of("a")),
                512,
                new PictureSettings(SafetyMode.REQUIRED, true),
                TlsSettings.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_PORT, -1, 0..65535",
    "LANGEVIN_DECODE_TILE, 63, 64..4096",
    "LANGEVIN_SAFETY_CHECKER, on, required",
    "LANGEVIN_PROVENANCE, c2pa, iptc",
    "LANGEVIN_ARTIFACTS, s3://a, s3://bucket/prefix",
    "LANGEVIN_S3_ENDPOINT, localhost:9000, https://",
    "LANGEVIN_ARTIFACT, x, LANGEVIN_ARTIFACTS"
  })
  void fromEnvironment_badValue_isRefusedByName(String key, String value, String allowed) {
    Environment environment = Environment.of(Map.of(key, value));

    assertThatThrownBy(() -> DecoderConfig.fromEnvironment(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(key, allowed);
  }
}
