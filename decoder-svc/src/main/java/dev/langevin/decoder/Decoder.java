package dev.langevin.decoder;

import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.runtime.blob.BlobStores;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Build;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.model.store.ModelMeters;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.model.store.Warming;
import dev.langevin.runtime.onnx.GpuMemory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The decoder as a service in this process. */
public final class Decoder implements Service {
  private static final Duration GRACE = Duration.ofSeconds(7);

  private final Parts parts;
  private final Warming<DecoderModel> warming;
  private final int port;

  private Decoder(Parts parts, DecoderConfig config) {
    this.parts = parts;
    Transport transport = Transport.of(config.tls(), parts);
    ArtifactStore store =
        new ArtifactStore(parts.add(BlobStores.durable("artifact", config.artifacts())));
    System.setProperty("java.awt.headless", "true");
    NetworkThread thread = new NetworkThread();
    ModelStore<DecoderModel> models =
        parts.add(
            ModelStore.open(
                config.models(),
                directory -> DecoderModel.load(directory, config, thread),
                directory -> directory.bytes("vae_") + config.pictures().safety().bytes(directory),
                DecoderException.NO_MODEL));
    parts.add(thread); // ends before the networks that it runs
    UnpackingThreads unpacking = parts.add(new UnpackingThreads());
    parts.add(ModelMeters.tell(name(), models));
    parts.add(GpuMemory.watch(config.execution()));
    warming = parts.add(new Warming<>(models, config.models().warm(), model -> Optional.empty()));
    DecoderEndpoint endpoint =
        new DecoderEndpoint(
            models,
            store,
            unpacking,
            new PictureNotes(Build.version(), config.pictures().provenance()));
    port =
        parts.add(RpcServer.start(config.host(), config.port(), transport, GRACE, endpoint)).port();
    parts.add(thread::drain); // sends those that wait elsewhere before the server waits for them
  }

  /**
   * Checks the store, loads the models and starts to listen.
   *
   * @throws ConfigurationException if the store can't be written, the port is in use, or the
   *     directory of models can't be read
   */
  public static Decoder start(DecoderConfig config) {
    return Parts.assemble(parts -> new Decoder(parts, config));
  }

  @Override
  public String name() {
    return "decoder";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<String> missing() {
    return warming.missing();
  }

  /** Finishes the picture that is being decoded, sends the rest elsewhere, and frees the models. */
  @Override
  public void close() {
    parts.close();
  }
}
