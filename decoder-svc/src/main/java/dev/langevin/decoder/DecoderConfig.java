package dev.langevin.decoder;

import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.store.ModelSettings;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.tls.TlsSettings;
import java.nio.file.Path;

/**
 * Settings of the decoder.
 *
 * @param host address to listen on; LANGEVIN_HOST, default 127.0.0.1
 * @param port port to listen on, 0 for any free one; LANGEVIN_PORT, default 8473
 * @param models where the models are, and how many are loaded; LANGEVIN_MODELS,
 *     LANGEVIN_MODEL_MEMORY, LANGEVIN_MODEL_SCAN
 * @param execution what runs the networks; LANGEVIN_PROVIDER, LANGEVIN_PROVIDER_FALLBACK,
 *     LANGEVIN_THREADS
 * @param artifacts where pictures are stored, a directory or a bucket; LANGEVIN_ARTIFACTS, default
 *     ./data/artifacts, and LANGEVIN_S3_ENDPOINT, LANGEVIN_S3_REGION, LANGEVIN_S3_PATH_STYLE,
 *     LANGEVIN_S3_ENCRYPTION, LANGEVIN_S3_TIMEOUT
 * @param decodeTile side in pixels of the tiles in which pictures of more pixels than one tile are
 *     decoded and encoded; LANGEVIN_DECODE_TILE, default 1024
 * @param pictures whether pictures are checked, and what they say; LANGEVIN_SAFETY_CHECKER,
 *     LANGEVIN_PROVENANCE
 * @param tls what it shows its callers, and whom it trusts; LANGEVIN_TLS_CERTIFICATE and its like,
 *     default nothing and nobody
 */
public record DecoderConfig(
    String host,
    int port,
    ModelSettings models,
    ExecutionSettings execution,
    StoreSettings artifacts,
    int decodeTile,
    PictureSettings pictures,
    TlsSettings tls) {
  private static final int DEFAULT_TILE = 1024;
  private static final int MIN_TILE = 64;
  private static final int MAX_TILE = 4096;
  private static final int MAX_PORT = 65_535;

  /** Checks the port and the tiles' side. */
  public DecoderConfig {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port: %d is not in 0..%d".formatted(port, MAX_PORT));
    }
    if (decodeTile < MIN_TILE || decodeTile > MAX_TILE) {
      throw new IllegalArgumentException(
          "decode_tile: %d is not in %d..%d".formatted(decodeTile, MIN_TILE, MAX_TILE));
    }
  }

  /** The models and the store, on a free port of the loopback address. */
  public static DecoderConfig local(Path models, ExecutionSettings execution, Path artifacts) {
    return new DecoderConfig(
        "127.0.0.1",
        0,
        ModelSettings.in(models),
        execution,
        StoreSettings.in("ARTIFACTS", artifacts),
        DEFAULT_TILE,
        PictureSettings.DEFAULT,
        TlsSettings.NONE);
  }

  /**
   * Reads the settings.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException naming setting, value and range
   */
  public static DecoderConfig fromEnvironment(Environment environment) {
    DecoderConfig config =
        new DecoderConfig(
            environment.text("HOST", "127.0.0.1"),
            environment.integer("PORT", 8473, 0, MAX_PORT),
            ModelSettings.of(environment),
            ExecutionSettings.of(environment),
            StoreSettings.of(environment, "ARTIFACTS", Path.of("data", "artifacts")),
            environment.integer("DECODE_TILE", DEFAULT_TILE, MIN_TILE, MAX_TILE),
            PictureSettings.of(environment),
            TlsSettings.of(environment));
    environment.refuseUnknown();
    return config;
  }
}
