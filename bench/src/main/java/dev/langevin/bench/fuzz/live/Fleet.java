package dev.langevin.bench.fuzz.live;

import dev.langevin.bench.fuzz.target.Models;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.decoder.Decoder;
import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.Denoiser;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.deploy.EmbeddedKafka;
import dev.langevin.encoder.TextEncoder;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.gateway.Gateway;
import dev.langevin.gateway.GatewayConfig;
import dev.langevin.orchestrator.Orchestrator;
import dev.langevin.orchestrator.OrchestratorConfig;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.model.ModelDirectory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * A broker and the five services in this process, with a model of small random networks. Their
 * limits are low, so that what is not let go of soon shows as a refusal.
 */
public final class Fleet implements AutoCloseable {
  /** The name of its only model. */
  static final String MODEL = "sd1";

  /** Streams that the denoiser takes at once. */
  static final int STREAMS = 64;

  private static final String HOST = "127.0.0.1";
  private static final int CONDITIONING_BYTES = 1 << 20;
  private static final int QUEUE = 200;

  private final Scratch scratch = new Scratch();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final int factor;
  private final String kafka;
  private final String denoiser;
  private final String encoder;
  private final String decoder;
  private final String gateway;

  /** Starts them. */
  public Fleet(Models models) throws IOException {
    factor = ModelDirectory.open(models.tiny(MODEL)).card().scaleFactor();
    try {
      EmbeddedKafka broker = EmbeddedKafka.start(scratch.folder().resolve("kafka"));
      parts.push(broker);
      kafka = broker.address();
      Map<String, String> network =
          Map.of("HOST", HOST, "PORT", "0", "MODELS", models.tiny(MODEL).toString());
      denoiser =
          add(
              Denoiser.start(
                  DenoiserConfig.fromEnvironment(
                      with(
                          network,
                          Map.of(
                              "DATA",
                              scratch.folder().resolve("measured").toString(),
                              "MAX_STREAMS",
                              Integer.toString(STREAMS),
                              "MAX_CONDITIONING_BYTES",
                              Integer.toString(CONDITIONING_BYTES))))));
      encoder = add(TextEncoder.start(TextEncoderConfig.fromEnvironment(with(network, Map.of()))));
      String artifacts = scratch.folder().resolve("artifacts").toString();
      decoder =
          add(
              Decoder.start(
                  DecoderConfig.fromEnvironment(with(network, Map.of("ARTIFACTS", artifacts)))));
      Map<String, String> front =
          Map.of(
              "HOST",
              HOST,
              "PORT",
              "0",
              "KAFKA",
              kafka,
              "DENOISERS",
              denoiser,
              "ENCODERS",
              encoder,
              "DECODERS",
              decoder);
      add(
          Orchestrator.start(
              OrchestratorConfig.fromEnvironment(
                  with(
                      front,
                      Map.of(
                          "INTERACTIVE_SLOTS",
                          "4",
                          "BATCH_SLOTS",
                          "2",
                          "CHECKPOINTS",
                          scratch.folder().resolve("checkpoints").toString())))));
      gateway =
          add(
              Gateway.start(
                  GatewayConfig.fromEnvironment(
                      with(front, Map.of("QUEUE_LIMIT", Integer.toString(QUEUE))))));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Environment with(Map<String, String> common, Map<String, String> own) {
    Map<String, String> variables = new HashMap<>();
    common.forEach((key, value) -> variables.put(Environment.PREFIX + key, value));
    own.forEach((key, value) -> variables.put(Environment.PREFIX + key, value));
    return Environment.of(variables);
  }

  private String add(Service service) {
    parts.push(service);
    return HOST + ":" + service.port();
  }

  /** Pixels along a side for each latent element. */
  int factor() {
    return factor;
  }

  String kafka() {
    return kafka;
  }

  String denoiser() {
    return denoiser;
  }

  String encoder() {
    return encoder;
  }

  String decoder() {
    return decoder;
  }

  String gateway() {
    return gateway;
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IOException("a service does not stop: " + e, e);
      }
    }
    scratch.close();
  }
}
