package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The messages of a client's stream, from the event loop to a virtual thread, one at a time: the
 * next is fetched when it is asked for, so that a fast client waits and takes no memory.
 */
final class Inbox {
  private final Context context;
  private final GrpcServerRequest<Buffer, ?> request;
  private final Duration patience;

  /** Holds one message at most, and then the end. */
  private final BlockingQueue<Optional<Buffer>> arrived = new LinkedBlockingQueue<>();

  /** On the event loop. */
  Inbox(Context context, GrpcServerRequest<Buffer, ?> request, CallLimits limits) {
    this.context = context;
    this.request = request;
    this.patience = limits.readerPatience();
    request.handler(message -> arrived.add(Optional.of(message)));
    request.endHandler(nothing -> arrived.add(Optional.empty()));
    request.pause();
  }

  /**
   * Waits for the next message.
   *
   * @return null at the end
   */
  Buffer next() throws InterruptedException {
    context.runOnContext(nothing -> request.fetch(1));
    Optional<Buffer> message = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (message == null) {
      throw GatewayException.writerTooSlow(
          "no message came within %d ms".formatted(patience.toMillis()));
    }
    return message.orElse(null);
  }
}
