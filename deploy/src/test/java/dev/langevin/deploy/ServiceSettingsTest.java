package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.gateway.GatewayConfig;
import dev.langevin.orchestrator.OrchestratorConfig;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceSettingsTest {
  static Stream<Arguments> services() {
    return Stream.of(
        service(ServiceSettings.ENCODER, TextEncoderConfig::fromEnvironment),
        service(ServiceSettings.DENOISER, DenoiserConfig::fromEnvironment),
        service(ServiceSettings.DECODER, DecoderConfig::fromEnvironment),
        service(ServiceSettings.ORCHESTRATOR, OrchestratorConfig::fromEnvironment),
        service(ServiceSettings.GATEWAY, GatewayConfig::fromEnvironment));
  }

  private static Arguments service(List<String> keys, Function<Environment, ?> config) {
    return Arguments.of(keys, config);
  }

  @ParameterizedTest
  @MethodSource("services")
  void of_everyKey_isReadByTheService(List<String> keys, Function<Environment, ?> config) {
    for (String key : keys) {
      ServiceSettings settings = new ServiceSettings(Map.of("LANGEVIN_" + key, "no such/value"));

      assertThatThrownBy(() -> config.apply(settings.of(keys, Map.of())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("LANGEVIN_" + key);
    }
  }

  @Test
  void of_placedKeys_winOverTheProcess() {
    ServiceSettings settings = new ServiceSettings(Map.of("LANGEVIN_THREADS", "3"));

    Environment chosen = settings.of(List.of("THREADS"), Map.of("THREADS", "5", "PORT", "0"));

    assertThat(chosen.integer("THREADS", 1, 1, 9)).isEqualTo(5);
    assertThat(chosen.integer("PORT", 1, 0, 9)).isZero();
  }

  @Test
  void store_aVariable_winsOverTheFolder() {
    Path folder = Path.of("data", "artifacts");
    ServiceSettings bucket = new ServiceSettings(Map.of("LANGEVIN_ARTIFACTS", "s3://b-1/p"));

    assertThat(bucket.store("ARTIFACTS", folder)).isEqualTo("s3://b-1/p");
    assertThat(bucket.store("CHECKPOINTS", folder)).isEqualTo(folder.toString());
    assertThatCode(bucket::refuseUnknown).doesNotThrowAnyException();
  }

  @Test
  void refuseUnknown_misspelt_namesTheNearest() {
    ServiceSettings settings = new ServiceSettings(Map.of("LANGEVIN_BATCH_SLOT", "3"));

    assertThatThrownBy(settings::refuseUnknown).hasMessageContaining("LANGEVIN_BATCH_SLOTS");
  }

  @Test
  void refuseUnknown_knownOnes_passes() {
    ServiceSettings settings =
        new ServiceSettings(
            Map.of("LANGEVIN_DATA", "d", "LANGEVIN_LOG", "debug", "LANGEVIN_THREADS", "1"));

    assertThatCode(settings::refuseUnknown).doesNotThrowAnyException();
  }
}
