package dev.langevin.gateway.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection that does not come to a request: one that is silent, or sends the head of a
 * request a byte at a time. Vert.x knows nothing of a connection before its first head is whole, so
 * this stands before it. On the connection's event loop.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
  /** Between requests a connection has so many times what its first head has. */
  static final int IDLE = 5;

  private static final int SOME = 64;

  private final long patience;
  private final List<HttpServerRequest> open = new ArrayList<>();
  private int many = SOME;
  private HttpConnection connection;
  private long idleSince = System.nanoTime();

  /**
   * @param patience how long the first head may take
   */
  ConnectionGuard(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** A request has begun: its head is whole. */
  static void began(HttpServerRequest request) {
    ConnectionBase base = (ConnectionBase) request.connection();
    base.channelHandlerContext().pipeline().get(ConnectionGuard.class).add(request);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    lookAfter(patience, context);
  }

  private void add(HttpServerRequest request) {
    connection = request.connection();
    idleSince = System.nanoTime();
    open.add(request);
    if (open.size() >= many) {
      forgetEnded();
      many = Math.max(SOME, 2 * open.size());
    }
  }

  private void look(ChannelHandlerContext context) {
    if (!context.channel().isOpen()) {
      return;
    }
    long now = System.nanoTime();
    forgetEnded();
    if (!open.isEmpty()) {
      idleSince = now;
    }
    long left = idleSince - now + (connection == null ? patience : IDLE * patience);
    if (left > 0) {
      lookAfter(Math.min(left, patience), context);
    } else if (connection == null) {
      context.close();
    } else {
      connection.shutdown();
    }
  }

  private void lookAfter(long nanos, ChannelHandlerContext context) {
    context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void forgetEnded() {
    open.removeIf(request -> request.response().ended() || request.response().closed());
  }
}
