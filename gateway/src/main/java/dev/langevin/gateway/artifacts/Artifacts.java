package dev.langevin.gateway.artifacts;

import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.jobs.Generations;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.LinkArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.ReadArtifactResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.internal.v1.SweepArtifactsResponse;
import dev.langevin.runtime.grpc.ChannelSet;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of the artifacts that count: the pictures and the film strip that a generation's folded
 * snapshot names.
 */
public final class Artifacts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}/\\d{1,3}-[0-9a-f]{64}");
  private static final long PATIENCE_SECONDS = 60;
  private static final long SWEEP_SECONDS = 10;
  private static final long LINK_SECONDS = 5;

  private final ChannelSet decoders;
  private final Generations generations;
  private final Duration presigned;

  /**
   * From these decoders, which share a store or have one each.
   *
   * @param presigned for how long the store's own URLs hold; zero for none
   */
  public Artifacts(Peers decoders, Generations generations, Duration presigned) {
    this.decoders = decoders.channels();
    this.generations = generations;
    this.presigned = presigned;
  }

  /**
   * The store's own URL of an artifact that is known to count, for whoever may read it; empty where
   * there is none, or no decoder that answers.
   */
  public Optional<String> link(Artifact artifact) {
    if (presigned.isZero()) {
      return Optional.empty();
    }
    LinkArtifactRequest request =
        LinkArtifactRequest.newBuilder()
            .setName(artifact.getName())
            .setMediaType(artifact.getMediaType())
            .setLifetimeSeconds(Math.toIntExact(Math.max(1, presigned.toSeconds())))
            .build();
    for (ChannelSet.Link decoder : decoders.now()) {
      try {
        String url =
            DecoderServiceGrpc.newBlockingV2Stub(decoder.channel())
                .withDeadlineAfter(LINK_SECONDS, TimeUnit.SECONDS)
                .linkArtifact(request)
                .getUrl();
        return Optional.of(url).filter(text -> !text.isEmpty());
      } catch (StatusException e) {
        LOG.debug("A decoder has no URL of {}: {}", artifact.getName(), e.getStatus());
      }
    }
    return Optional.empty();
  }

  /** Sends the bytes of a tenant's artifact, in pieces as the store has them. */
  public void read(String tenant, String name, Sink<ByteString> sink) throws InterruptedException {
    copy(find(tenant, name).getName(), sink);
  }

  /**
   * What is known of an artifact that counts. A name is not enough to read it: the generation that
   * it begins with has to be the tenant's.
   */
  public Artifact find(String tenant, String name) {
    if (!NAME.matcher(name).matches()) {
      throw GatewayException.unknownArtifact(RequestRules.shown(name));
    }
    Generation generation = generations.get(tenant, name.substring(0, name.indexOf('/')));
    Stream<Artifact> film = Stream.of(generation.getFilmStrip().getArtifact());
    return Stream.concat(generation.getArtifactsList().stream(), film)
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> GatewayException.unknownArtifact(RequestRules.shown(name)));
  }

  /** Sends the bytes of an artifact that is known to count. */
  public void read(Artifact artifact, Sink<ByteString> sink) throws InterruptedException {
    copy(artifact.getName(), sink);
  }

  /** The bytes of an artifact that is known to count; at most {@code limit} of them. */
  public ByteString bytes(Artifact artifact, int limit) throws InterruptedException {
    ByteString[] bytes = {ByteString.EMPTY};
    copy(
        artifact.getName(),
        piece -> {
          bytes[0] = bytes[0].concat(piece);
          if (bytes[0].size() > limit) {
            throw GatewayException.storeUnavailable(
                "%s is larger than its %d bytes".formatted(artifact.getName(), limit));
          }
        });
    return bytes[0];
  }

  /**
   * Deletes all artifacts of a generation, at every decoder until one says that they share a store.
   *
   * @throws GatewayException if one of them could not; some may be left then
   */
  public void sweep(String id) {
    SweepArtifactsRequest all = SweepArtifactsRequest.newBuilder().setGenerationId(id).build();
    GatewayException failure = null;
    for (ChannelSet.Link decoder : decoders.now()) {
      try {
        SweepArtifactsResponse answer =
            DecoderServiceGrpc.newBlockingV2Stub(decoder.channel())
                .withDeadlineAfter(SWEEP_SECONDS, TimeUnit.SECONDS)
                .sweepArtifacts(all);
        if (answer.getShared()) {
          return;
        }
      } catch (StatusException e) {
        failure =
            GatewayException.storeUnavailable(
                "the artifacts of %s can't be deleted: %s %s"
                    .formatted(id, e.getStatus().getCode(), e.getStatus().getDescription()));
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    decoders.close();
  }

  /** From the first decoder that has it; one that fails after its first piece ends the stream. */
  private void copy(String name, Sink<ByteString> sink) throws InterruptedException {
    Status last = Status.UNAVAILABLE.withDescription(decoders.problem());
    for (ChannelSet.Link decoder : decoders.now()) {
      boolean[] begun = {false};
      try {
        copy(
            decoder.channel(),
            name,
            piece -> {
              begun[0] = true;
              sink.send(piece);
            });
        return;
      } catch (StatusException e) {
        last = e.getStatus();
        LOG.debug("A decoder does not hand out {}: {}", name, last);
        if (begun[0]) {
          break;
        }
      }
    }
    LOG.warn("{} can't be read: {}", name, last); // which tells addresses inside, so clients don't
    throw GatewayException.storeUnavailable("%s can't be read: %s".formatted(name, last.getCode()));
  }

  private static void copy(ManagedChannel decoder, String name, Sink<ByteString> sink)
      throws InterruptedException, StatusException {
    BlockingClientCall<?, ReadArtifactResponse> call =
        DecoderServiceGrpc.newBlockingV2Stub(decoder)
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .readArtifact(ReadArtifactRequest.newBuilder().setName(name).build());
    try {
      for (ReadArtifactResponse piece = call.read(); piece != null; piece = call.read()) {
        sink.send(piece.getData());
      }
    } finally {
      call.cancel("done with it", null);
    }
  }
}
