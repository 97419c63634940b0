package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.feed.LineStore;
import dev.langevin.orchestrator.feed.PlacedLine;
import dev.langevin.orchestrator.job.Decoder;
import dev.langevin.runtime.grpc.Peers;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The decoders. */
public final class GrpcDecoders implements Decoder, LineStore, AutoCloseable {
  /** How long a job whose pictures are stored waits for its film strip, at most. */
  private static final Duration FILM_PATIENCE = Duration.ofSeconds(10);

  private final Replicas replicas;
  private final Duration timeout;
  private final Duration decodeTimeout;

  /**
   * Starts to probe them.
   *
   * @param timeout of a call that does not decode
   * @param decodeTimeout of one that does: minutes where a picture is large and the device slow
   */
  public GrpcDecoders(Peers peers, Duration timeout, Duration decodeTimeout) {
    this.timeout = timeout;
    this.decodeTimeout = decodeTimeout;
    this.replicas = new Replicas("decoder", peers, Health::check);
  }

  /** Those at these addresses, over plain connections. */
  public GrpcDecoders(List<String> addresses, Duration timeout, Duration decodeTimeout) {
    this(Peers.plain(addresses), timeout, decodeTimeout);
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

  /** What goes wrong here says nothing about the replica: pictures matter, and still go there. */
  @Override
  public PreviewResponse preview(PreviewRequest request) {
    boolean decodes = request.getMethod() == PreviewRequest.Method.METHOD_DECODER;
    try (Entry entry = replicas.pick(r -> true, Set.of())) {
      entry.replica().enter(1);
      try {
        return stub(entry.replica(), decodes ? decodeTimeout : timeout).preview(request);
      } catch (StatusRuntimeException e) {
        throw OrchestratorException.environment(
            "decoder " + entry.name() + " makes no preview: " + e.getMessage(), e);
      } finally {
        entry.replica().leave(1);
      }
    }
  }

  /**
   * Two replicas at most, for nobody's picture depends on it; the first has half of the time, so
   * that one that is frozen leaves some for the other.
   */
  @Override
  public StoreFilmStripResponse filmStrip(StoreFilmStripRequest request) {
    long patience = Math.min(timeout.toNanos(), FILM_PATIENCE.toNanos());
    long now = System.nanoTime();
    long until = now + patience;
    try {
      return filmStrip(request, Set.of(), now + patience / 2);
    } catch (OrchestratorException e) {
      return filmStrip(request, Set.of(e.replica()), until);
    }
  }

  private StoreFilmStripResponse filmStrip(
      StoreFilmStripRequest request, Set<String> avoid, long until) {
    try (Entry entry = replicas.pick(r -> true, avoid)) {
      entry.replica().enter(1);
      try {
        Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
        StoreFilmStripResponse stored = stub(entry.replica(), left).storeFilmStrip(request);
        Answers.check(entry.name(), request, stored);
        return stored;
      } catch (StatusRuntimeException e) {
        throw OrchestratorException.environment(
                "decoder " + entry.name() + " stores no film strip: " + e.getMessage(), e)
            .by(entry.name());
      } finally {
        entry.replica().leave(1);
      }
    }
  }

  @Override
  public void sweep(String generationId, List<String> keep) {
    var request =
        SweepArtifactsRequest.newBuilder().setGenerationId(generationId).addAllKeep(keep).build();
    call(timeout, Set.of(), stub -> stub.sweepArtifacts(request), (replica, response) -> {});
  }

  @Override
  public List<PlacedLine> read(String blob, long offset) {
    return GrpcLines.read(replicas.all(), blob, offset, timeout);
  }

  @Override
  public void close() {
    replicas.close();
  }

  private static DecoderServiceGrpc.DecoderServiceBlockingStub stub(
      Replica replica, Duration deadline) {
    return DecoderServiceGrpc.newBlockingStub(replica.channel())
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
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
                r -> method.apply(stub(r, deadline)),
                response -> {
                  check.accept(entry.name(), response);
                  replicas.blameOthers(avoid, entry.name());
                }));
  }
}
