package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerRequest;

/** The messages of a client's stream, read while they come. */
final class Inbox {
  /** Messages, each of which may have megabytes. */
  private static final int AHEAD = 1;

  private final Context context;
  private final GrpcServerRequest<Buffer, ?> request;
  private final Arrivals arrivals;

  /** On the event loop. */
  Inbox(Context context, GrpcServerRequest<Buffer, ?> request, CallLimits limits) {
    this.context = context;
    this.request = request;
    this.arrivals = new Arrivals(AHEAD, limits.readerPatience());
    request.handler(arrivals::add);
    request.endHandler(nothing -> arrivals.end());
    request.pause();
  }

  /**
   * Waits for the next message.
   *
   * @return null at the end
   */
  Buffer next() throws InterruptedException {
    return arrivals.next(
        count -> context.runOnContext(nothing -> request.fetch(count)),
        GatewayException::writerTooSlow);
  }
}
