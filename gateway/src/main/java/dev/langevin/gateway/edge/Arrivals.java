package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What comes from the event loop to a virtual thread, one piece at a time: the next is fetched when
 * it is asked for, so that a fast sender waits and takes no memory, and a slow one is not waited
 * for.
 */
final class Arrivals {
  /** Bytes a second. A poor line does better; an hour of it is 28 MiB. */
  private static final long SLOWEST = 8 << 10;

  private final Pace pace;

  /** Holds one piece at most, and then the end. */
  private final BlockingQueue<Optional<Buffer>> arrived = new LinkedBlockingQueue<>();

  private long bytes;
  private long waitedNanos;
  private boolean over;

  /**
   * @param patience for a sender that sends nothing
   */
  Arrivals(Duration patience) {
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
   * @param fetch has it come
   * @param late what to throw if it does not, from what is wrong
   * @return null at the end
   */
  Buffer next(Runnable fetch, Function<String, GatewayException> late) throws InterruptedException {
    if (over) {
      return null;
    }
    fetch.run();
    long since = System.nanoTime();
    Optional<Buffer> piece =
        arrived.poll(Math.max(0, pace.left(bytes, waitedNanos)), TimeUnit.NANOSECONDS);
    waitedNanos += System.nanoTime() - since;
    if (piece == null) {
      throw late.apply(
          "%,d bytes came in %,d ms; %,d a second are the least, with READER_PATIENCE ahead"
              .formatted(bytes, TimeUnit.NANOSECONDS.toMillis(waitedNanos), SLOWEST));
    }
    over = piece.isEmpty();
    bytes += piece.map(Buffer::length).orElse(0);
    return piece.orElse(null);
  }
}
