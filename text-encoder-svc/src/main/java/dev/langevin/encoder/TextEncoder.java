package dev.langevin.encoder;

import dev.langevin.encoder.cache.ComputedOnce;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.model.store.ModelStore;
import java.time.Duration;

/** The text encoder as a service in this process. */
public final class TextEncoder implements Service {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Parts parts;
  private final int port;

  private TextEncoder(Parts parts, TextEncoderConfig config) {
    this.parts = parts;
    Transport transport = Transport.of(config.tls(), parts);
    ComputedOnce<EncoderModel.Key, Encoding> cache =
        new ComputedOnce<>(config.cacheEntries(), config.cacheBytes(), Encoding::getSerializedSize);
    ModelStore<EncoderModel> models =
        parts.add(
            ModelStore.open(
                config.models(),
                directory -> EncoderModel.load(directory, config.execution(), cache),
                directory -> directory.bytes("text_encoder"),
                EncoderException.NO_MODEL));
    EncoderEndpoint endpoint = new EncoderEndpoint(models);
    port =
        parts.add(RpcServer.start(config.host(), config.port(), transport, GRACE, endpoint)).port();
  }

  /**
   * Loads the models and starts to listen.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if the port is in use or the
   *     directory of models can't be read
   */
  public static TextEncoder start(TextEncoderConfig config) {
    return Parts.assemble(parts -> new TextEncoder(parts, config));
  }

  @Override
  public String name() {
    return "text-encoder";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    parts.close();
  }
}
