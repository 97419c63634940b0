package dev.langevin.encoder;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.store.ModelSettings;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.tls.TlsSettings;
import java.nio.file.Path;

/**
 * Settings of the text encoder.
 *
 * @param host address to listen on; LANGEVIN_HOST, default 127.0.0.1
 * @param port port to listen on, 0 for any free one; LANGEVIN_PORT, default 8471
 * @param models where the models are, and how many are loaded; LANGEVIN_MODELS,
 *     LANGEVIN_MODEL_MEMORY, LANGEVIN_MODEL_SCAN
 * @param execution what runs the networks; LANGEVIN_PROVIDER, LANGEVIN_PROVIDER_FALLBACK,
 *     LANGEVIN_THREADS
 * @param cacheEntries embeddings kept, 0 to 1,000,000; LANGEVIN_CACHE_ENTRIES, default 1024
 * @param cacheBytes bytes of embeddings kept; LANGEVIN_CACHE_BYTES, default 256 MiB
 * @param tls what it shows its callers, and whom it trusts; LANGEVIN_TLS_CERTIFICATE and its like,
 *     default nothing and nobody
 */
public record TextEncoderConfig(
    String host,
    int port,
    ModelSettings models,
    ExecutionSettings execution,
    int cacheEntries,
    long cacheBytes,
    TlsSettings tls) {
  /** Embeddings kept unless configured otherwise. */
  public static final int CACHE_ENTRIES = 1024;

  /** Bytes of embeddings kept unless configured otherwise. */
  public static final long CACHE_BYTES = 256L << 20;

  private static final int MAX_CACHE_ENTRIES = 1_000_000;
  private static final long MAX_CACHE_BYTES = 1L << 40;

  /** Checks the ranges. */
  public TextEncoderConfig {
    require("port", port, 65_535);
    require("cacheEntries", cacheEntries, MAX_CACHE_ENTRIES);
    require("cacheBytes", cacheBytes, MAX_CACHE_BYTES);
  }

  /** The models, on a free port of the loopback address, with defaults for the rest. */
  public static TextEncoderConfig local(Path models, ExecutionSettings execution) {
    return new TextEncoderConfig(
        "127.0.0.1",
        0,
        ModelSettings.in(models),
        execution,
        CACHE_ENTRIES,
        CACHE_BYTES,
        TlsSettings.NONE);
  }

  /**
   * Reads the settings.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException naming setting, value and range
   */
  public static TextEncoderConfig fromEnvironment(Environment environment) {
    TextEncoderConfig config =
        new TextEncoderConfig(
            environment.text("HOST", "127.0.0.1"),
            environment.integer("PORT", 8471, 0, 65_535),
            ModelSettings.of(environment),
            ExecutionSettings.of(environment),
            environment.integer("CACHE_ENTRIES", CACHE_ENTRIES, 0, MAX_CACHE_ENTRIES),
            environment.longInteger("CACHE_BYTES", CACHE_BYTES, 0, MAX_CACHE_BYTES),
            TlsSettings.of(environment));
    environment.refuseUnknown();
    return config;
  }

  private static void require(String name, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException("%s: %d is not in 0..%d".formatted(name, value, max));
    }
  }
}
