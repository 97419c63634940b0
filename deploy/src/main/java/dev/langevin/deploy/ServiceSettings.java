package dev.langevin.deploy;

import dev.langevin.runtime.config.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of the services in one process: each takes its own from the process's {@code
 * LANGEVIN_} variables, save addresses and folders, which follow from running together.
 *
 * @param variables the process's environment variables
 */
record ServiceSettings(Map<String, String> variables) {
  private static final List<String> NETWORKS =
      List.of("MODEL_MEMORY", "MODEL_SCAN", "THREADS", "PROVIDER", "PROVIDER_FALLBACK");

  static final List<String> ENCODER = join(NETWORKS, "CACHE_ENTRIES", "CACHE_BYTES");
  static final List<String> DENOISER =
      join(
          NETWORKS,
          "BATCH_CAP",
          "BATCH_MODE",
          "MAX_STREAMS",
          "MAX_WAITING_ROWS",
          "MAX_CONDITIONING_BYTES",
          "STREAM_IDLE");
  static final List<String> DECODER = join(NETWORKS, "DECODE_TILE");
  static final List<String> ORCHESTRATOR =
      List.of(
          "INTERACTIVE_SLOTS",
          "BATCH_SLOTS",
          "FEEDER_SLOTS",
          "LOCK",
          "STEP_TIMEOUT",
          "DECODE_TIMEOUT",
          "PATIENCE",
          "CHECKPOINT_INTERVAL",
          "WIRE",
          "COALESCE");
  static final List<String> GATEWAY =
      List.of(
          "INLINE_LIMIT",
          "QUEUE_LIMIT",
          "QUEUE_BYTES",
          "CALL_LIMIT",
          "WATCHER_LIMIT",
          "READER_PATIENCE",
          "RETENTION",
          "CORS_ORIGINS",
          "PUBLIC_URL",
          "MODEL_ALIASES",
          "OPENAI_SIZES",
          "WEBHOOK_SECRET",
          "WEBHOOK_PRIVATE_ADDRESSES");

  /** Those of the command and its launcher. */
  private static final List<String> COMMAND =
      List.of("DATA", "MODELS", "SERVER", "CA", "JAVA_HOME", "JAVA_OPTS");

  /**
   * Refuses variables that neither the command nor a service knows.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException naming the nearest known one
   */
  void refuseUnknown() {
    Environment all = Environment.of(variables);
    Stream.of(ENCODER, DENOISER, DECODER, ORCHESTRATOR, GATEWAY, COMMAND)
        .flatMap(List::stream)
        .forEach(key -> all.text(key, ""));
    all.refuseUnknown();
  }

  /** The process's values of {@code keys}, and {@code placed} over them. */
  Environment of(List<String> keys, Map<String, String> placed) {
    Map<String, String> chosen = new HashMap<>();
    for (String key : Set.copyOf(keys)) {
      String name = Environment.PREFIX + key;
      if (variables.containsKey(name)) {
        chosen.put(name, variables.get(name));
      }
    }
    placed.forEach((key, value) -> chosen.put(Environment.PREFIX + key, value));
    return Environment.of(chosen);
  }

  private static List<String> join(List<String> first, String... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toList();
  }
}
