package dev.langevin.encoder;

import dev.langevin.encoder.cache.ComputedOnce;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.runtime.grpc.RpcServer;
import dev.langevin.runtime.grpc.Transport;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.model.store.ModelMeters;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.model.store.Warming;
import dev.langevin.runtime.onnx.GpuMemory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The text encoder as a service in this process. */
public final class TextEncoder implements Service {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Parts parts;
  private final Warming<EncoderModel> warming;
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
    Meters meters = Meters.ofProcess();
    parts.add(meters.tell(Meter.CACHE_HITS_TOTAL, told -> told.value(cache.hits(), "prompts")));
    parts.add(meters.tell(Meter.CACHE_MISSES_TOTAL, told -> told.value(cache.misses(), "prompts")));
    parts.add(meters.tell(Meter.CACHE_BYTES, told -> told.value(cache.bytes(), "prompts")));
    parts.add(ModelMeters.tell(name(), models));
    parts.add(GpuMemory.watch(config.execution()));
    warming = parts.add(new Warming<>(models, config.models().warm(), model -> Optional.empty()));
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
  public List<String> missing() {
    return warming.missing();
  }

  @Override
  public void close() {
    parts.close();
  }
}
