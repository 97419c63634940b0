package dev.langevin.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.gateway.GatewayConfig;
import dev.langevin.orchestrator.OrchestratorConfig;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.management.ManagementSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings in the manifests are ones that the services take: they are really read. */
class SettingsTest {
  private static final String MOUNTS = "/etc/langevin/";

  @TempDir static Path files;

  private static final Map<String, Function<Environment, Object>> READERS =
      Map.of(
          "gateway", GatewayConfig::fromEnvironment,
          "text-encoder", TextEncoderConfig::fromEnvironment,
          "denoiser", DenoiserConfig::fromEnvironment,
          "decoder", DecoderConfig::fromEnvironment,
          "orchestrator", OrchestratorConfig::fromEnvironment);

  private static Object read(String service, Map<String, String> settings) {
    Environment environment = Environment.of(settings);
    assertThat(ManagementSettings.of(environment).wanted()).isTrue();
    Object config = READERS.get(service).apply(environment);
    environment.refuseUnknown();
    return config;
  }

  private static Map<String, String> settings(String overlay, String service) {
    return settings(Manifests.of(overlay), service);
  }

  private static Map<String, String> settings(Manifests manifests, String service) {
    Map<String, String> all = new TreeMap<>();
    manifests
        .environment(Manifests.main(manifests.one("Deployment", service)))
        .forEach(
            (key, value) -> {
              if (key.startsWith(Environment.PREFIX)) {
                all.put(key, value.startsWith(MOUNTS) ? mounted(value) : value);
              }
            });
    return all;
  }

  /** A file in the place of one that a secret would bring: some are read with the settings. */
  private static String mounted(String path) {
    Path file = files.resolve(path.substring(MOUNTS.length()));
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, "security.protocol=SSL\n").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dev,gateway",
    "dev,text-encoder",
    "dev,denoiser",
    "dev,decoder",
    "dev,orchestrator",
    "production,gateway",
    "production,text-encoder",
    "production,denoiser",
    "production,decoder",
    "production,orchestrator",
    "gpu,denoiser"
  })
  void settings_areTaken(String overlay, String service) {
    Map<String, String> settings = settings(overlay, service);
    assertThat(settings).containsKey("LANGEVIN_HOST");
    assertThat(read(service, settings)).isNotNull();
  }

  /** What gateways and orchestrators have to agree on comes from one place. */
  @Test
  void sharedSettings_areTheSame() {
    Map<String, String> gateway = settings("production", "gateway");
    Map<String, String> orchestrator = settings("production", "orchestrator");
    for (String key :
        new String[] {"KAFKA", "POOL_SHARDS", "TOPICS", "ENCODERS", "DENOISERS", "DECODERS"}) {
      assertThat(gateway).containsKey("LANGEVIN_" + key);
      assertThat(orchestrator).containsEntry("LANGEVIN_" + key, gateway.get("LANGEVIN_" + key));
    }
    assertThat(gateway).containsEntry("LANGEVIN_TOPICS", "existing");
  }

  /** As somebody changes keys of a ConfigMap, beginning with its name. */
  private static Manifests with(Manifests manifests, String map, Map<String, String> changed) {
    Map<String, Object> data =
        manifests.kind("ConfigMap").stream()
            .filter(it -> Manifests.name(it).startsWith(map + "-"))
            .map(it -> Yaml.map(it.get("data")))
            .findFirst()
            .orElseThrow();
    assertThat(data).containsKeys(changed.keySet().toArray(String[]::new));
    data.putAll(changed);
    return manifests;
  }

  private static OrchestratorConfig orchestrator(Manifests manifests) {
    return (OrchestratorConfig) read("orchestrator", settings(manifests, "orchestrator"));
  }

  private static int gatewayShards(Manifests manifests) {
    return ((GatewayConfig) read("gateway", settings(manifests, "gateway")))
        .topics()
        .shards()
        .of("default");
  }

  @Test
  void tenShards_comeToOrchestratorsFirst_andLeaveThemLast() {
    Manifests manifests = Manifests.of("production");
    with(manifests, "orchestrator", Map.of("pool-shards", "10", "batch-slots", "10"));
    assertThat(orchestrator(manifests).shards()).hasSize(10);
    assertThat(gatewayShards(manifests)).isEqualTo(1);
    with(manifests, "gateway", Map.of("pool-shards", "10"));
    assertThat(gatewayShards(manifests)).isEqualTo(10);

    with(manifests, "orchestrator", Map.of("pool-shards", "4", "shards", "0-9"));
    with(manifests, "gateway", Map.of("pool-shards", "4"));
    assertThat(orchestrator(manifests).shards()).hasSize(10);
    assertThat(orchestrator(manifests).topics().shards().of("default")).isEqualTo(4);
    assertThat(gatewayShards(manifests)).isEqualTo(4);
  }

  @Test
  void moreShardsThanSlots_areRefused_naming() {
    Manifests manifests =
        with(Manifests.of("production"), "orchestrator", Map.of("pool-shards", "10"));
    assertThatThrownBy(() -> orchestrator(manifests))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_BATCH_SLOTS: 8 slots are too few for the 10 shards");
  }

  /** So that what is changed for one of them restarts that one alone. */
  @Test
  void mapsOfOneService_areReadByNobodyElse() {
    Manifests manifests = Manifests.of("production");
    for (String service : Manifests.SERVICES) {
      String read = Manifests.main(manifests.one("Deployment", service)).get("env").toString();
      assertThat(read.contains("name=orchestrator-")).isEqualTo(service.equals("orchestrator"));
      assertThat(read.contains("name=gateway-")).isEqualTo(service.equals("gateway"));
    }
  }

  @Test
  void settingThatNobodyKnows_isFound() {
    Map<String, String> settings = new HashMap<>(settings("dev", "denoiser"));
    settings.put("LANGEVIN_BATCH_CUP", "8");
    assertThatThrownBy(() -> read("denoiser", settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_BATCH_CAP");
  }
}
