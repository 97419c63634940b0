package dev.langevin.gateway.edge;

import dev.langevin.gateway.http.BodyStream;
import dev.langevin.gateway.http.HttpRefusal;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body from the event loop to a virtual thread, a piece at a time: the next is fetched when it is
 * asked for, so that a fast sender waits and takes no memory. As {@link Inbox} is for gRPC.
 */
final class Inflow implements BodyStream {
  /** A poor line does better; an hour of it is 28 MiB. */
  private static final long SLOWEST = 8 << 10;

  private final Context context;
  private final HttpServerRequest request;
  private final long limit;
  private final Pace pace;
  private final Runnable invitation;

  /** Holds one piece at most, and then the end. */
  private final BlockingQueue<Optional<Buffer>> arrived = new LinkedBlockingQueue<>();

  private long bytes;
  private long waitedNanos;
  private boolean begun;
  private boolean ended;

  /**
   * Holds the body back; on the event loop.
   *
   * @param limit bytes, at most
   * @param patience for a sender that sends nothing
   * @param invitation run on the event loop before the first piece is fetched
   */
  Inflow(
      Context context,
      HttpServerRequest request,
      long limit,
      Duration patience,
      Runnable invitation) {
    this.context = context;
    this.request = request;
    this.limit = limit;
    this.invitation = invitation;
    this.pace = new Pace(patience, SLOWEST);
    request.handler(piece -> arrived.add(Optional.of(piece)));
    request.endHandler(nothing -> arrived.add(Optional.empty()));
    request.pause();
  }

  @Override
  public byte[] next() throws InterruptedException {
    if (ended) {
      return null;
    }
    boolean first = !begun;
    begun = true;
    context.runOnContext(
        nothing -> {
          if (first) {
            invitation.run();
          }
          request.fetch(1);
        });
    long since = System.nanoTime();
    Optional<Buffer> piece =
        arrived.poll(Math.max(0, pace.left(bytes, waitedNanos)), TimeUnit.NANOSECONDS);
    waitedNanos += System.nanoTime() - since;
    if (piece == null) {
      throw HttpRefusal.streamSlow(bytes, Duration.ofNanos(waitedNanos), SLOWEST);
    }
    if (piece.isEmpty()) {
      ended = true;
      return null;
    }
    bytes += piece.get().length();
    if (bytes > limit) {
      throw HttpRefusal.tooLarge(limit);
    }
    return piece.get().getBytes();
  }
}
