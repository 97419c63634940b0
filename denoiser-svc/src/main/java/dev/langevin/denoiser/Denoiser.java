package dev.langevin.denoiser;

import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.stream.DenoiserEndpoint;
import dev.langevin.runtime.grpc.Servers;
import dev.langevin.runtime.lifecycle.Service;
import io.grpc.Server;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The denoiser: loads the models, and evaluates their networks for the streams of a gRPC server.
 */
public final class Denoiser implements Service {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Admission admission;
  private final Models models;
  private final DenoiserEndpoint endpoint;
  private final Server server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Denoiser(Admission admission, Models models, DenoiserEndpoint endpoint, Server server) {
    this.admission = admission;
    this.models = models;
    this.endpoint = endpoint;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if a setting can't be used, such as
   *     a port in use
   */
  public static Denoiser start(DenoiserConfig config) {
    Admission admission =
        new Admission(config.maxStreams(), config.maxWaitingRows(), config.maxConditioningBytes());
    Models models = Models.load(config, admission);
    DenoiserEndpoint endpoint = new DenoiserEndpoint(models, admission, config.streamIdle());
    try {
      Server server = Servers.startDirect(config.host(), config.port(), endpoint);
      return new Denoiser(admission, models, endpoint, server);
    } catch (RuntimeException e) {
      endpoint.close();
      models.close();
      throw e;
    }
  }

  Admission admission() {
    return admission;
  }

  Models models() {
    return models;
  }

  @Override
  public String name() {
    return "denoiser";
  }

  @Override
  public int port() {
    return server.getPort();
  }

  /** Answers the steps it has, sends the streams elsewhere, and frees the networks. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      endpoint.close();
      Servers.stop(server, GRACE);
      models.close();
    }
  }
}
