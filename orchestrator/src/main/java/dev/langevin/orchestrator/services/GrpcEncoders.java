package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.orchestrator.job.Encoder;
import dev.langevin.runtime.grpc.Peers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The text encoders. */
public final class GrpcEncoders implements Encoder, AutoCloseable {
  private final Replicas replicas;
  private final Duration timeout;

  /**
   * Starts to probe them.
   *
   * @param timeout of a call
   */
  public GrpcEncoders(Peers peers, Duration timeout) {
    this.timeout = timeout;
    this.replicas = new Replicas("text encoder", peers, Health::check);
  }

  /** Those at these addresses, over plain connections. */
  public GrpcEncoders(List<String> addresses, Duration timeout) {
    this(Peers.plain(addresses), timeout);
  }

  /** What is missing if none can be asked. */
  public Optional<String> missing() {
    return replicas.missing();
  }

  @Override
  public EncodeResponse encode(EncodeRequest request, Set<String> avoid) {
    return replicas.ask(
        r -> true,
        avoid,
        entry ->
            Failures.once(
                "text encoder",
                entry,
                r ->
                    TextEncoderServiceGrpc.newBlockingStub(r.channel())
                        .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                        .encode(request),
                response -> {
                  Answers.check(entry.name(), request, response);
                  replicas.blameOthers(avoid, entry.name());
                }));
  }

  @Override
  public void close() {
    replicas.close();
  }
}
