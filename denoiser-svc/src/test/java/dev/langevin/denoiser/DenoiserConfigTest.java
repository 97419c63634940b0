package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.store.ModelSettings;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.onnx.Provider;
import dev.langevin.runtime.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenoiserConfigTest {
  @Test
  void fromEnvironment_ofNothing_givesTheDefaults() {
    DenoiserConfig config = read(Map.of());
    assertThat(config.maxConditioningBytes()).isBetween(1L << 20, 1L << 30);
    assertThat(config)
        .isEqualTo(
            new DenoiserConfig(
                "127.0.0.1",
                8472,
                ModelSettings.in(Path.of("models")),
                Path.of("data"),
                ExecutionSettings.cpu(),
                0,
                BatchMode.AUTO,
                2000,
                8192,
                config.maxConditioningBytes(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                TlsSettings.NONE));
  }

  @Test
  void fromEnvironment_ofEverything_takesIt() {
    Map<String, String> variables =
        Map.ofEntries(
            Map.entry("LANGEVIN_HOST", "0.0.0.0"),
            Map.entry("LANGEVIN_PORT", "1"),
            Map.entry("LANGEVIN_MODELS", "/m"),
            Map.entry("LANGEVIN_MODEL_MEMORY", "1000000000"),
            Map.entry("LANGEVIN_MODEL_SCAN", "1m"),
            Map.entry("LANGEVIN_DATA", "/d"),
            Map.entry("LANGEVIN_THREADS", "3"),
            Map.entry("LANGEVIN_BATCH_CAP", "12"),
            Map.entry("LANGEVIN_BATCH_MODE", "deterministic"),
            Map.entry("LANGEVIN_MAX_STREAMS", "4"),
            Map.entry("LANGEVIN_MAX_WAITING_ROWS", "5"),
            Map.entry("LANGEVIN_MAX_CONDITIONING_BYTES", "2000000"),
            Map.entry("LANGEVIN_STREAM_IDLE", "30s"),
            Map.entry("LANGEVIN_READER_PATIENCE", "5s"));
    assertThat(read(variables))
        .isEqualTo(
            new DenoiserConfig(
                "0.0.0.0",
                1,
                new ModelSettings(Path.of("/m"), 1_000_000_000, Duration.ofMinutes(1)),
                Path.of("/d"),
                new ExecutionSettings(Provider.CPU, false, 3),
                12,
                BatchMode.DETERMINISTIC,
                4,
                5,
                2_000_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                TlsSettings.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT | 65536 | LANGEVIN_PORT: 65536 is not in 0..65535",
        "BATCH_CAP | 1025 | LANGEVIN_BATCH_CAP: 1025 is not in 0..1024",
        "BATCH_MODE | quick | LANGEVIN_BATCH_MODE: quick is not one of auto, deterministic",
        "MAX_STREAMS | 0 | LANGEVIN_MAX_STREAMS: 0 is not in 1..100000",
        "MAX_WAITING_ROWS | 0 | LANGEVIN_MAX_WAITING_ROWS: 0 is not in 1..1000000",
        "MAX_CONDITIONING_BYTES | 1 | LANGEVIN_MAX_CONDITIONING_BYTES: 1 is not in 1048576..",
        "STREAM_IDLE | 10ms | LANGEVIN_STREAM_IDLE: 10ms is not in 1s..1d",
        "READER_PATIENCE | 2h | LANGEVIN_READER_PATIENCE: 2h is not in 100ms..1h",
        "BATCHCAP | 1 | LANGEVIN_BATCHCAP: unknown setting; did you mean LANGEVIN_BATCH_CAP?"
      })
  void fromEnvironment_ofABadValue_refusesIt(String key, String value, String message) {
    assertThatThrownBy(() -> read(Map.of("LANGEVIN_" + key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  private static DenoiserConfig read(Map<String, String> variables) {
    Environment environment = Environment.of(variables);
    DenoiserConfig config = DenoiserConfig.fromEnvironment(environment);
    environment.refuseUnknown();
    return config;
  }
}
