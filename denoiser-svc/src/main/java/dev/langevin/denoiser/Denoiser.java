package dev.langevin.denoiser;

import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Device;
import dev.langevin.denoiser.measure.MeasuredStore;
import dev.langevin.denoiser.measure.PerRowNetworks;
import dev.langevin.denoiser.network.NetworkSource;
import dev.langevin.denoiser.stream.DenoiserEndpoint;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.model.store.ModelStore;
import java.time.Duration;

/**
 * The denoiser: loads the models, and evaluates their networks for the streams of a gRPC server.
 */
public final class Denoiser implements Service {
  private static final Duration GRACE = Duration.ofSeconds(7);

  private final Parts parts;
  private final Admission admission;
  private final Device device = new Device();
  private final int port;

  private Denoiser(Parts parts, DenoiserConfig config, NetworkSource networks) {
    this.parts = parts;
    Transport transport = Transport.of(config.tls(), parts);
    admission =
        new Admission(config.maxStreams(), config.maxWaitingRows(), config.maxConditioningBytes());
    ModelLoader loader = new ModelLoader(config, networks, admission, device);
    ModelStore<ServedModel> models =
        parts.add(
            ModelStore.open(
                config.models(),
                loader::load,
                directory -> directory.bytes(directory.denoiser()),
                DenoiserException.NO_MODEL));
    DenoiserEndpoint endpoint =
        new DenoiserEndpoint(models, admission, config.streamIdle(), config.readerPatience());
    port =
        parts
            .add(RpcServer.startDirect(config.host(), config.port(), transport, GRACE, endpoint))
            .port();
    parts.add(endpoint); // sends the streams elsewhere before the server waits for their end
  }

  /**
   * Starts it with ONNX Runtime.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if a setting can't be used, such as
   *     a port in use or a provider that can't start
   */
  public static Denoiser start(DenoiserConfig config) {
    return start(config, new PerRowNetworks(config.execution(), new MeasuredStore(config.data())));
  }

  /**
   * Starts it with something else that runs the networks.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException as the other
   */
  public static Denoiser start(DenoiserConfig config, NetworkSource networks) {
    return Parts.assemble(parts -> new Denoiser(parts, config, networks));
  }

  Admission admission() {
    return admission;
  }

  /** What runs the networks, one run at a time. */
  Device device() {
    return device;
  }

  @Override
  public String name() {
    return "denoiser";
  }

  @Override
  public int port() {
    return port;
  }

  /** Answers the steps that run, sends the streams elsewhere, and frees the networks. */
  @Override
  public void close() {
    parts.close();
  }
}
