package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * What comes from the event loop to a virtual thread, piece by piece: a few are fetched ahead of
 * those that are asked for, so that a fast sender waits and takes no memory, and a slow one is not
 * waited for.
 */
final class Arrivals {
  /** Bytes a second. A poor line does better; an hour of it is 28 MiB. */
  private static final long SLOWEST = 8 << 10;

  private final Pace pace;

  private final int ahead;

  /** Holds what was fetched, and then the end. */
  private final BlockingQueue<Optional<Buffer>> arrived = new LinkedBlockingQueue<>();

  private int fetched;
  private long bytes;
  private long waitedNanos;
  private boolean over;

  /**
   * @param ahead pieces that are held at a time, at most: a busy machine takes long to change
   *     threads, so one at a time is slow where pieces are small
   * @param patience for a sender that sends nothing
   */
  Arrivals(int ahead, Duration patience) {
    this.ahead = ahead;
    pace = new Pace(patience, SLOWEST);
  }

  /** A piece has come; on the event loop. */
  void add(Buffer piece) {
    arrived.add(Optional.of(piece));
  }

  /** All have come; on the event loop. */
  void end() {
    arrived.add(Optional.empty());
  }

  /** Bytes that were taken. */
  long bytes() {
    return bytes;
  }

  /**
   * Waits for the next piece.
   *
   * @param fetch has so many come
   * @param late what to throw if it does not, from what is wrong
   * @return null at the end
   */
  Buffer next(IntConsumer fetch, Function<String, GatewayException> late)
      throws InterruptedException {
    if (over) {
      return null;
    }
    if (fetched <= ahead / 2) {
      fetch.accept(ahead - fetched);
      fetched = ahead;
    }
    long since = System.nanoTime();
    Optional<Buffer> piece =
        arrived.poll(Math.max(0, pace.left(bytes, waitedNanos)), TimeUnit.NANOSECONDS);
    waitedNanos += System.nanoTime() - since;
    if (piece == null) {
      throw late.apply(
          "%,d bytes came in %,d ms; %,d a second are the least, with READER_PATIENCE ahead"
              .formatted(bytes, TimeUnit.NANOSECONDS.toMillis(waitedNanos), SLOWEST));
    }
    fetched--;
    over = piece.isEmpty();
    bytes += piece.map(Buffer::length).orElse(0);
    return piece.orElse(null);
  }
}
