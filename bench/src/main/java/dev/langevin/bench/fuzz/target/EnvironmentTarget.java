package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.gateway.GatewayConfig;
import dev.langevin.orchestrator.OrchestratorConfig;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A service's settings, one variable a line; the first letter says whose they are. */
public final class EnvironmentTarget extends Reader {
  private static final Map<Character, Function<Environment, Object>> SERVICES =
      Map.of(
          'g', GatewayConfig::fromEnvironment,
          'o', OrchestratorConfig::fromEnvironment,
          'd', DenoiserConfig::fromEnvironment,
          'e', TextEncoderConfig::fromEnvironment,
          'p', DecoderConfig::fromEnvironment);

  /** With good ones of every form. */
  public EnvironmentTarget() {
    super(
        "environment",
        List.of(
            seed("g\nHOST=::1\nPORT=1\nKAFKA=a:1,b:2\nDENOISERS=[::1]:65535\nINLINE_LIMIT=0"),
            seed("o\nKAFKA=a:9\nLOCK=PT30S\nSTEP_TIMEOUT=500ms\nPATIENCE=1h\nWIRE=float16"),
            seed("d\nMODELS=m\nTHREADS=2\nSTREAM_IDLE=1d\nBATCH_MODE=auto\nMODEL_MEMORY=1000"),
            seed("e\nCACHE_ENTRIES=0\nCACHE_BYTES=1\nPROVIDER=cpu\nPROVIDER_FALLBACK=true"),
            seed("p\nARTIFACTS=x/y\nDECODE_TILE=64\nLOG=debug")),
        new TextMutator().then(0.1, new ByteMutator()),
        List.of(ConfigurationException.class));
  }

  private static byte[] seed(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void feed(byte[] input) {
    List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
    Map<String, String> variables = new HashMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] pair = line.split("=", 2);
      variables.put(Environment.PREFIX + pair[0], pair.length < 2 ? "" : pair[1]);
    }
    char service = lines.isEmpty() || lines.getFirst().isEmpty() ? 'g' : lines.getFirst().charAt(0);
    Environment environment = Environment.of(variables);
    SERVICES.getOrDefault(service, GatewayConfig::fromEnvironment).apply(environment);
    environment.refuseUnknown();
  }
}
