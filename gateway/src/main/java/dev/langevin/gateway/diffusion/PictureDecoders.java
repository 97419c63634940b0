package dev.langevin.gateway.diffusion;

import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceFutureStub;
import dev.langevin.runtime.grpc.Channels;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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

  private final List<Peer> peers;
  private final Duration patience;
  private final Duration brief;
  private final AtomicInteger turn = new AtomicInteger();

  /** One decoder. */
  static final class Peer {
    private final int place;
    private final ManagedChannel channel;
    private volatile long restsUntil = System.nanoTime();

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
      restsUntil = System.nanoTime() + REST.toNanos();
    }

    private boolean rests() {
      return restsUntil - System.nanoTime() > 0;
    }
  }

  /** Those at these addresses. */
  public PictureDecoders(List<String> addresses) {
    this(addresses, PATIENCE, BRIEF);
  }

  /**
   * @param patience for a call that runs a network
   * @param brief for any other
   */
  PictureDecoders(List<String> addresses, Duration patience, Duration brief) {
    this.peers =
        IntStream.range(0, addresses.size())
            .mapToObj(i -> new Peer(i, Channels.open(addresses.get(i))))
            .toList();
    this.patience = patience;
    this.brief = brief;
  }

  /** For one call, which begins with the next of them. */
  PictureVisit visit() {
    int first = Math.floorMod(turn.getAndIncrement(), peers.size());
    return new PictureVisit(this, first, patience, brief);
  }

  /** All of them from this place on; those that rest come last. */
  List<Peer> from(int place) {
    return IntStream.range(0, peers.size())
        .mapToObj(i -> peers.get((place + i) % peers.size()))
        .sorted(Comparator.comparing(Peer::rests))
        .toList();
  }

  @Override
  public void close() {
    peers.forEach(peer -> Channels.close(peer.channel));
  }
}
