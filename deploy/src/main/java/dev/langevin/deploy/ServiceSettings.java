package dev.langevin.deploy;

import dev.langevin.runtime.config.Environment;
import java.nio.file.Path;
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
      List.of(
          "MODEL_MEMORY", "MODEL_SCAN", "WARM_MODELS", "THREADS", "PROVIDER", "PROVIDER_FALLBACK");

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
  private static final List<String> S3 =
      List.of("S3_ENDPOINT", "S3_REGION", "S3_PATH_STYLE", "S3_ENCRYPTION", "S3_TIMEOUT");

  static final List<String> DECODER =
      join(join(NETWORKS, "DECODE_TILE", "SAFETY_CHECKER", "PROVENANCE"), S3);
  static final List<String> ORCHESTRATOR =
      join(
          S3,
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
          "PRESIGNED",
          "POLICY",
          "POLICY_URL",
          "POLICY_TIMEOUT",
          "POLICY_UNAVAILABLE",
          "WEBHOOK_SECRET",
          "WEBHOOK_PRIVATE_ADDRESSES",
          "AUTH",
          "API_KEYS",
          "JWT_ISSUER",
          "JWT_AUDIENCE",
          "JWT_KEYS",
          "JWT_TENANT_CLAIM",
          "JWT_ALGORITHMS",
          "QUOTAS",
          "AUDIT");

  /** Where blobs are kept, if not in the data directory. */
  private static final List<String> STORES = List.of("ARTIFACTS", "CHECKPOINTS");

  /** Those of the command and its launcher. */
  private static final List<String> COMMAND =
      List.of("DATA", "MODELS", "SERVER", "CA", "API_KEY", "JAVA_HOME", "JAVA_OPTS");

  /**
   * Refuses variables that neither the command nor a service knows.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException naming the nearest known one
   */
  void refuseUnknown() {
    Environment all = Environment.of(variables);
    Stream.of(ENCODER, DENOISER, DECODER, ORCHESTRATOR, GATEWAY, STORES, COMMAND)
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

  /** Where blobs are kept: where the process's variable says, else in the folder. */
  String store(String key, Path folder) {
    return Environment.of(variables).text(key, folder.toString());
  }

  private static List<String> join(List<String> first, String... rest) {
    return join(first, List.of(rest));
  }

  private static List<String> join(List<String> first, List<String> rest) {
    return Stream.concat(first.stream(), rest.stream()).toList();
  }
}
