package dev.langevin.gateway.edge;

import dev.langevin.gateway.http.BodyStream;
import dev.langevin.gateway.http.HttpRefusal;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** A body that is read while it comes. As {@link Inbox} is for gRPC. */
final class Inflow implements BodyStream {
  /** Pieces, of at most 16 KiB over HTTP/2 and 8 KiB otherwise. */
  private static final int AHEAD = 16;

  private final Context context;
  private final HttpServerRequest request;
  private final long limit;
  private final Arrivals arrivals;
  private final Runnable invitation;
  private boolean begun;

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
    this.arrivals = new Arrivals(AHEAD, patience);
    this.invitation = invitation;
    request.handler(arrivals::add);
    request.endHandler(nothing -> arrivals.end());
    request.pause();
  }

  @Override
  public byte[] next() throws InterruptedException {
    boolean first = !begun;
    begun = true;
    Buffer piece =
        arrivals.next(
            count ->
                context.runOnContext(
                    nothing -> {
                      if (first) {
                        invitation.run();
                      }
                      if (!request.isEnded()) {
                        request.fetch(count); // the end may have come meanwhile
                      }
                    }),
            HttpRefusal::streamSlow);
    if (arrivals.bytes() > limit) {
      throw HttpRefusal.tooLarge(limit);
    }
    return piece == null ? null : piece.getBytes();
  }
}
