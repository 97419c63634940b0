package dev.langevin.encoder;

import dev.langevin.runtime.grpc.Servers;
import dev.langevin.runtime.lifecycle.Service;
import io.grpc.Server;
import java.time.Duration;

/** The text encoder as a service in this process. */
public final class TextEncoder implements Service {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EncoderModels models;
  private final Server server;

  private TextEncoder(EncoderModels models, Server server) {
    this.models = models;
    this.server = server;
  }

  /**
   * Loads the models and starts to listen.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if the port is in use or the
   *     directory of models can't be read
   */
  public static TextEncoder start(TextEncoderConfig config) {
    EncoderModels models = EncoderModels.load(config);
    try {
      return new TextEncoder(
          models, Servers.start(config.host(), config.port(), new EncoderEndpoint(models)));
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "text-encoder";
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
}
