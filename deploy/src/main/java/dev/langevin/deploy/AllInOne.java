package dev.langevin.deploy;

import dev.langevin.client.local.LocalServer;
import dev.langevin.client.local.LocalServer.LocalServerException;
import dev.langevin.decoder.Decoder;
import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.Denoiser;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.encoder.TextEncoder;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.gateway.Gateway;
import dev.langevin.gateway.GatewayConfig;
import dev.langevin.orchestrator.Orchestrator;
import dev.langevin.orchestrator.OrchestratorConfig;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.grpc.InProcess;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.lifecycle.Services;
import dev.langevin.runtime.management.Management;
import dev.langevin.runtime.management.ManagementSettings;
import dev.langevin.runtime.metrics.Telling;
import dev.langevin.runtime.trace.Tracing;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A broker and the five services in this process. The data directory holds {@code kafka/} (the
 * jobs), {@code checkpoints/} (how far those that run have come) and {@code artifacts/} (the
 * pictures) unless settings name other places, {@code measured/} (what calibration found) and
 * {@code langevin.log}; all of it survives restarts.
 */
public final class AllInOne implements LocalServer.Running {
  private static final String HOST = "127.0.0.1";

  /** Of those that only others of the process call. */
  private static final Map<String, String> INSIDE = Map.of("HOST", InProcess.HOST, "PORT", "0");

  private final ParallelParts parts = new ParallelParts();
  private final List<String> warnings;
  private Tracing tracing;
  private Telling lostSpans;
  private Management management;
  private int port;

  private AllInOne(List<String> warnings) {
    this.warnings = warnings;
  }

  /**
   * Starts everything; the broker, the networks and the rest side by side as far as they can.
   *
   * @throws LocalServerException if a part can't start; none runs then
   */
  public static AllInOne start(LocalServer.Settings settings, Consumer<String> stage) {
    Preflight.port(settings.port());
    Preflight.space(settings.data(), Preflight.SPACE);
    List<String> warnings = Preflight.models(settings.models());
    LogFile.use(settings.data().resolve("langevin.log"));
    AllInOne all = new AllInOne(warnings);
    try {
      ServiceSettings services = new ServiceSettings(System.getenv());
      services.refuseUnknown();
      all.tracing = Tracing.start("langevin", Environment.of(System.getenv()));
      all.lostSpans = Services.tell(all.tracing);
      all.management = Management.start(ManagementSettings.of(Environment.of(System.getenv())));
      all.open(settings, services, stage);
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      throw new LocalServerException(
          "can't start: "
              + (cause.getMessage() == null ? cause.toString() : cause.getMessage())
              + " (see "
              + settings.data().resolve("langevin.log")
              + ")",
          cause);
    }
  }

  private void open(
      LocalServer.Settings settings, ServiceSettings services, Consumer<String> stage) {
    Path data = settings.data();
    Map<String, String> inside = and(INSIDE, Map.of("MODELS", settings.models().toString()));
    stage.accept("starting Kafka and loading the models");
    CompletableFuture<EmbeddedKafka> kafka =
        parts.start("kafka", () -> EmbeddedKafka.start(data.resolve("kafka")));
    CompletableFuture<Denoiser> denoiser =
        parts.start(
            "denoiser",
            () ->
                Denoiser.start(
                    DenoiserConfig.fromEnvironment(
                        services.of(
                            ServiceSettings.DENOISER,
                            and(inside, Map.of("DATA", data.resolve("measured").toString()))))));
    CompletableFuture<TextEncoder> encoder =
        parts.start(
            "text-encoder",
            () ->
                TextEncoder.start(
                    TextEncoderConfig.fromEnvironment(
                        services.of(ServiceSettings.ENCODER, inside))));
    CompletableFuture<Decoder> decoder =
        parts.start(
            "decoder",
            () ->
                Decoder.start(
                    DecoderConfig.fromEnvironment(
                        services.of(
                            ServiceSettings.DECODER,
                            and(
                                inside,
                                Map.of(
                                    "ARTIFACTS",
                                    services.store("ARTIFACTS", data.resolve("artifacts"))))))));
    Map<String, String> others =
        Map.of(
            "KAFKA", kafka.join().address(),
            "DENOISERS", address(denoiser),
            "ENCODERS", address(encoder),
            "DECODERS", address(decoder));
    Map<String, String> back =
        and(
            INSIDE,
            Map.of("CHECKPOINTS", services.store("CHECKPOINTS", data.resolve("checkpoints"))));
    Map<String, String> front = Map.of("HOST", HOST, "PORT", Integer.toString(settings.port()));
    stage.accept("starting gateway and orchestrator");
    CompletableFuture<Orchestrator> orchestrator =
        parts.start(
            "orchestrator",
            () ->
                Orchestrator.start(
                    OrchestratorConfig.fromEnvironment(
                        services.of(ServiceSettings.ORCHESTRATOR, and(others, back)))));
    CompletableFuture<Gateway> gateway =
        parts.start(
            "gateway",
            () ->
                Gateway.start(
                    GatewayConfig.fromEnvironment(
                        services.of(ServiceSettings.GATEWAY, and(others, front)))));
    orchestrator.join();
    port = gateway.join().port();
    management.watch(
        Stream.of(gateway, encoder, denoiser, decoder, orchestrator)
            .map(CompletableFuture::join)
            .collect(Collectors.toMap(Service::name, service -> service)));
  }

  private static Map<String, String> and(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  private static String address(CompletableFuture<? extends Service> service) {
    return InProcess.HOST + ":" + service.join().port();
  }

  @Override
  public String address() {
    return HOST + ":" + port;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    if (management != null) {
      management.drain();
    }
    parts.close();
    if (management != null) {
      management.close();
    }
    if (tracing != null) {
      tracing.close();
      lostSpans.close();
    }
  }
}
