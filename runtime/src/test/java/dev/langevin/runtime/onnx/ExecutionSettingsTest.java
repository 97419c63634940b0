package dev.langevin.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionSettingsTest {
  @Test
  void of_nothing_isTheProcessorWithAThreadACore() {
    ExecutionSettings settings = ExecutionSettings.of(Environment.of(Map.of()));

    assertThat(settings).isEqualTo(ExecutionSettings.cpu());
    assertThat(settings.fallback()).isFalse();
    assertThat(settings.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void of_everything_isRead() {
    Map<String, String> variables =
        Map.of(
            "LANGEVIN_PROVIDER", "cuda",
            "LANGEVIN_PROVIDER_FALLBACK", "true",
            "LANGEVIN_THREADS", "3");

    assertThat(ExecutionSettings.of(Environment.of(variables)))
        .isEqualTo(new ExecutionSettings(Provider.CUDA, true, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_PROVIDER, tpu, cuda",
    "LANGEVIN_PROVIDER_FALLBACK, perhaps, true",
    "LANGEVIN_THREADS, 0, 1..256",
    "LANGEVIN_THREADS, 257, 1..256"
  })
  void of_badValue_isRefusedByName(String key, String value, String allowed) {
    Environment environment = Environment.of(Map.of(key, value));

    assertThatThrownBy(() -> ExecutionSettings.of(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(key, value, allowed);
  }

  @Test
  void constructor_threadsOutOfRange_isRefused() {
    assertThatThrownBy(() -> new ExecutionSettings(Provider.CPU, false, 0))
        .hasMessage("threads: 0 is not in 1..256");
  }
}
