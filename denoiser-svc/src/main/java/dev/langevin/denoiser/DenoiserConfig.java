package dev.langevin.denoiser;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.model.store.ModelSettings;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.runtime.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Settings of the denoiser.
 *
 * @param host name or address to listen on
 * @param port 0 for any
 * @param models where the models are, and how many are loaded
 * @param data directory for what is measured
 * @param execution what runs the network
 * @param batchCap the most rows of a run, 1 to 1024; 0 for the measured best
 * @param batchMode how many rows a run takes
 * @param maxStreams the most streams open at once
 * @param maxWaitingRows the most rows waiting in all
 * @param maxConditioningBytes the most memory for conditionings of all streams
 * @param streamIdle how long a stream may ask for nothing
 * @param readerPatience how long a stream may leave its answers unread
 * @param tls what it shows its callers, and whom it trusts
 */
public record DenoiserConfig(
    String host,
    int port,
    ModelSettings models,
    Path data,
    ExecutionSettings execution,
    int batchCap,
    BatchMode batchMode,
    int maxStreams,
    int maxWaitingRows,
    long maxConditioningBytes,
    Duration streamIdle,
    Duration readerPatience,
    TlsSettings tls) {
  private static final int PORT = 8472;
  private static final int MAX_STREAMS = 2000;
  private static final int MAX_WAITING_ROWS = 8192;
  private static final long MAX_CONDITIONING =
      Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

  /** Reads the settings; ConfigurationException for one that can't be used. */
  public static DenoiserConfig fromEnvironment(Environment environment) {
    String mode = environment.choice("BATCH_MODE", "auto", "auto", "deterministic");
    return new DenoiserConfig(
        environment.text("HOST", "127.0.0.1"),
        environment.integer("PORT", PORT, 0, 65535),
        ModelSettings.of(environment),
        environment.path("DATA", Path.of("data")),
        ExecutionSettings.of(environment),
        environment.integer("BATCH_CAP", 0, 0, 1024),
        BatchMode.valueOf(mode.toUpperCase(Locale.ROOT)),
        environment.integer("MAX_STREAMS", MAX_STREAMS, 1, 100_000),
        environment.integer("MAX_WAITING_ROWS", MAX_WAITING_ROWS, 1, 1_000_000),
        environment.longInteger("MAX_CONDITIONING_BYTES", MAX_CONDITIONING, 1 << 20, 1L << 40),
        environment.duration(
            "STREAM_IDLE", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofDays(1)),
        environment.duration(
            "READER_PATIENCE", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofHours(1)),
        TlsSettings.of(environment));
  }
}
