package dev.langevin.denoiser;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.grpc.Channels;
import io.grpc.ManagedChannel;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A denoiser with the small test models, and a channel to it. */
record Fixture(Denoiser denoiser, ManagedChannel channel) implements AutoCloseable {
  static Path models() {
    try {
      return Path.of(Fixture.class.getResource("/models").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static DenoiserConfig config(Path data, Map<String, String> settings) {
    Map<String, String> variables = new HashMap<>();
    variables.put("LANGEVIN_PORT", "0");
    variables.put("LANGEVIN_MODELS", models().toString());
    variables.put("LANGEVIN_DATA", data.toString());
    variables.put("LANGEVIN_BATCH_CAP", "8");
    variables.putAll(settings);
    Environment environment = Environment.of(variables);
    DenoiserConfig config = DenoiserConfig.fromEnvironment(environment);
    environment.refuseUnknown();
    return config;
  }

  static Fixture start(Path data, Map<String, String> settings) {
    DenoiserConfig config = config(data, settings);
    Denoiser denoiser = Denoiser.start(config);
    return new Fixture(denoiser, Channels.open(config.host() + ":" + denoiser.port()));
  }

  Peer open(String model) {
    return Peer.open(channel, model, 5);
  }

  /**
   * Keeps anything from being run while the work is handed in, so that what is handed in waits
   * together.
   */
  void whileBusy(Runnable work) {
    denoiser.device().take();
    try {
      work.run();
    } finally {
      denoiser.device().giveBack();
    }
  }

  void awaitWaitingRows(int rows) {
    await(() -> denoiser.admission().waitingRows() == rows);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the condition did not come true in 10 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    denoiser.close();
  }
}
