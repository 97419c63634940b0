package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.orchestrator.job.Decoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The decoders. */
public final class GrpcDecoders implements Decoder, AutoCloseable {
  private final Replicas replicas;
  private final Duration timeout;
  private final Duration decodeTimeout;

  /**
   * Starts to probe them.
   *
   * @param timeout of a call that does not decode
   * @param decodeTimeout of one that does: minutes where a picture is large and the device slow
   */
  public GrpcDecoders(List<String> addresses, Duration timeout, Duration decodeTimeout) {
    this.timeout = timeout;
    this.decodeTimeout = decodeTimeout;
    this.replicas = new Replicas("decoder", addresses, Health::check);
  }

  /** What is missing if none can be asked. */
  public Optional<String> missing() {
    return replicas.missing();
  }

  @Override
  public DecodeResponse decode(DecodeRequest request, Set<String> avoid) {
    return call(
        decodeTimeout,
        avoid,
        stub -> stub.decode(request),
        (replica, response) -> Answers.check(replica, request, response));
  }

  @Override
  public PreviewResponse preview(PreviewRequest request) {
    boolean decodes = request.getMethod() == PreviewRequest.Method.METHOD_DECODER;
    return call(
        decodes ? decodeTimeout : timeout,
        Set.of(),
        stub -> stub.preview(request),
        (replica, response) -> {});
  }

  @Override
  public void sweep(String generationId, List<String> keep) {
    var request =
        SweepArtifactsRequest.newBuilder().setGenerationId(generationId).addAllKeep(keep).build();
    call(timeout, Set.of(), stub -> stub.sweepArtifacts(request), (replica, response) -> {});
  }

  @Override
  public void close() {
    replicas.close();
  }

  private <T> T call(
      Duration deadline,
      Set<String> avoid,
      Function<DecoderServiceGrpc.DecoderServiceBlockingStub, T> method,
      BiConsumer<String, T> check) {
    return replicas.ask(
        r -> true,
        avoid,
        entry ->
            Failures.once(
                "decoder",
                entry,
                r ->
                    method.apply(
                        DecoderServiceGrpc.newBlockingStub(r.channel())
                            .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)),
                response -> {
                  check.accept(entry.name(), response);
                  replicas.blameOthers(avoid, entry.name());
                }));
  }
}
