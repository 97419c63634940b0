package dev.langevin.decoder;

import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.decoder.store.LocalArtifactStore;
import dev.langevin.decoder.store.StoreException;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.grpc.Servers;
import dev.langevin.runtime.lifecycle.Service;
import io.grpc.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;

/** The decoder as a service in this process. */
public final class Decoder implements Service {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DecoderModels models;
  private final Server server;

  private Decoder(DecoderModels models, Server server) {
    this.models = models;
    this.server = server;
  }

  /**
   * Checks the store, loads the models and starts to listen.
   *
   * @throws ConfigurationException if the store can't be written, the port is in use, or the
   *     directory of models can't be read
   */
  public static Decoder start(DecoderConfig config) {
    ArtifactStore store = new LocalArtifactStore(config.artifacts());
    try {
      store.check();
    } catch (StoreException e) {
      throw new ConfigurationException("LANGEVIN_ARTIFACTS: " + e.getMessage(), e);
    }
    System.setProperty("java.awt.headless", "true");
    DecoderModels models = DecoderModels.load(config.models(), config.execution());
    try {
      DecoderEndpoint endpoint = new DecoderEndpoint(models, store, version());
      return new Decoder(models, Servers.start(config.host(), config.port(), endpoint));
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "decoder";
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public synchronized void close() {
    if (!server.isTerminated()) {
      Servers.stop(server, GRACE);
      models.close();
    }
  }

  /** Version of this build, the same whether its classes are in a jar or not. */
  static String version() {
    try (InputStream in = Decoder.class.getResourceAsStream("build.properties")) {
      Properties build = new Properties();
      build.load(in);
      return build.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
