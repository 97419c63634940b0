package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class TextEncoderConfigTest {
  @Test
  void fromEnvironment_nothing_hasDefaults() {
    TextEncoderConfig config = TextEncoderConfig.fromEnvironment(Environment.of(Map.of()));

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8471);
    assertThat(config.models()).isEqualTo(ModelSettings.in(Path.of("models")));
    assertThat(config.execution()).isEqualTo(ExecutionSettings.cpu());
    assertThat(config.cacheEntries()).isEqualTo(1024);
    assertThat(config.cacheBytes()).isEqualTo(256L << 20);
  }

  @Test
  void fromEnvironment_everything_isRead() {
    Map<String, String> variables =
        Map.of(
            "LANGEVIN_HOST", "0.0.0.0",
            "LANGEVIN_PORT", "1",
            "LANGEVIN_MODELS", "m",
            "LANGEVIN_THREADS", "3",
            "LANGEVIN_CACHE_ENTRIES", "0",
            "LANGEVIN_CACHE_BYTES", "7");

    assertThat(TextEncoderConfig.fromEnvironment(Environment.of(variables)))
        .isEqualTo(
            new TextEncoderConfig(
                "0.0.0.0",
                1,
                ModelSettings.in(Path.of("m")),
                new ExecutionSettings(Provider.CPU, false, 3),
                0,
                7,
                TlsSettings.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_PORT, 65536, 0..65535",
    "LANGEVIN_CACHE_ENTRIES, -1, 0..1000000",
    "LANGEVIN_CACHE_BYTES, many, 0..",
    "LANGEVIN_CACHE_ENTRYS, 1, LANGEVIN_CACHE_ENTRIES"
  })
  void fromEnvironment_badValue_isRefusedByName(String key, String value, String allowed) {
    Environment environment = Environment.of(Map.of(key, value));

    assertThatThrownBy(() -> TextEncoderConfig.fromEnvironment(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(key, allowed);
  }

  @Test
  void constructor_portOutOfRange_isRefused() {
    assertThatThrownBy(
            () ->
                new TextEncoderConfig(
                    "h",
                    -1,
                    ModelSettings.in(Path.of("m")),
                    ExecutionSettings.cpu(),
                    1,
                    1,
                    TlsSettings.NONE))
        .hasMessage("port: -1 is not in 0..65535");
  }
}
