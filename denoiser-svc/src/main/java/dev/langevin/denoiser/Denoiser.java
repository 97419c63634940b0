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
import dev.langevin.runtime.model.store.ModelMeters;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.model.store.Warming;
import dev.langevin.runtime.onnx.GpuMemory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The denoiser: loads the models, and evaluates their networks for the streams of a gRPC server.
 */
public final class Denoiser implements Service {
  private static final Duration GRACE = Duration.ofSeconds(7);

  /** A run that takes longer will not end: the slowest that were seen take two minutes. */
  private static final Duration HANGS = Duration.ofMinutes(15);

  private final Parts parts;
  private final Admission admission;
  private final Device device = new Device();
  private final ModelStore<ServedModel> models;
  private final Warming<ServedModel> warming;
  private final int port;

  private Denoiser(Parts parts, DenoiserConfig config, NetworkSource networks) {
    this.parts = parts;
    Transport transport = Transport.of(config.tls(), parts);
    admission =
        new Admission(config.maxStreams(), config.maxWaitingRows(), config.maxConditioningBytes());
    ModelLoader loader = new ModelLoader(config, networks, admission, device);
    models =
        parts.add(
            ModelStore.open(
                config.models(),
                loader::load,
                directory -> directory.bytes(directory.denoiser()),
                DenoiserException.NO_MODEL));
    DenoiserMeters.tell(parts, admission, models);
    parts.add(ModelMeters.tell(name(), models));
    parts.add(GpuMemory.watch(config.execution()));
    warming = parts.add(new Warming<>(models, config.models().warm(), Denoiser::measuring));
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

  @Override
  public List<String> missing() {
    return warming.missing();
  }

  @Override
  public Optional<String> stuck() {
    return models.known().stream()
        .flatMap(known -> known.loaded().stream())
        .filter(model -> model.batcher().running().compareTo(HANGS) > 0)
        .map(
            model ->
                "model %s: a batch has run for more than %d minutes"
                    .formatted(model.directory().name(), HANGS.toMinutes()))
        .findFirst();
  }

  private static Optional<String> measuring(ServedModel model) {
    return model.measurement().cap().isDone()
        ? Optional.empty()
        : Optional.of("it is being measured");
  }

  /** Answers the steps that run, sends the streams elsewhere, and frees the networks. */
  @Override
  public void close() {
    parts.close();
  }
}
