package dev.langevin.gateway.diffusion;

import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceFutureStub;
import dev.langevin.runtime.grpc.ChannelSet;
import dev.langevin.runtime.grpc.Peers;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The decoders that read and draw pictures, each call's in turn. */
public final class PictureDecoders implements AutoCloseable {
  /** How long a call may take that runs a network, or has one loaded. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long any other may take, and so what one that is frozen costs. */
  private static final Duration BRIEF = Duration.ofSeconds(10);

  /** How long one that did not answer in time is asked last: as long as it can make a call wait. */
  private static final Duration REST = PATIENCE;

  private final ChannelSet channels;

  /** Until when those rest that did not answer in time; by their channels. */
  private final Map<ManagedChannel, Long> resting = new ConcurrentHashMap<>();

  private final Duration patience;
  private final Duration brief;
  private final AtomicInteger turn = new AtomicInteger();

  /** One decoder, where it stands among those that there are now. */
  final class Peer {
    private final int place;
    private final ManagedChannel channel;

    private Peer(int place, ManagedChannel channel) {
      this.place = place;
      this.channel = channel;
    }

    /** Where it stands among them. */
    int place() {
      return place;
    }

    DecoderServiceFutureStub stub(Duration deadline) {
      return DecoderServiceGrpc.newFutureStub(channel)
          .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** It did not answer in time. */
    void rest() {
      resting.keySet().removeIf(ManagedChannel::isShutdown);
      resting.put(channel, System.nanoTime() + REST.toNanos());
    }

    private boolean rests() {
      Long until = resting.get(channel);
      return until != null && until - System.nanoTime() > 0;
    }
  }

  /** These. */
  public PictureDecoders(Peers decoders) {
    this(decoders, PATIENCE, BRIEF);
  }

  /**
   * @param patience for a call that runs a network
   * @param brief for any other
   */
  PictureDecoders(Peers decoders, Duration patience, Duration brief) {
    this.channels = decoders.channels();
    this.patience = patience;
    this.brief = brief;
  }

  /** For one call, which begins with the next of them. */
  PictureVisit visit() {
    return new PictureVisit(this, turn.getAndIncrement(), patience, brief);
  }

  /** All of them from this place on; those that rest come last. */
  List<Peer> from(int place) {
    List<ChannelSet.Link> now = channels.now();
    return IntStream.range(0, now.size())
        .map(i -> Math.floorMod(place + i, now.size()))
        .mapToObj(i -> new Peer(i, now.get(i).channel()))
        .sorted(Comparator.comparing(Peer::rests))
        .toList();
  }

  @Override
  public void close() {
    channels.close();
  }
}
