package dev.langevin.gateway.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Java's sockets, with a {@link ConnectionGuard} before each connection that comes in, and no more
 * of these at a time than there may be calls.
 */
final class GuardedTransport extends NioTransport {
  private final CallLimits limits;
  private final AtomicInteger inside;

  private GuardedTransport(CallLimits limits, AtomicInteger connections) {
    this.limits = limits;
    this.inside = connections;
  }

  /**
   * For Vert.x.
   *
   * @param connections how many are open; counted here
   */
  static Transport of(CallLimits limits, AtomicInteger connections) {
    GuardedTransport guarded = new GuardedTransport(limits, connections);
    return new Transport() {
      @Override
      public String name() {
        return "guarded";
      }

      @Override
      public boolean available() {
        return true;
      }

      @Override
      public Throwable unavailabilityCause() {
        return null;
      }

      @Override
      public io.vertx.core.spi.transport.Transport implementation() {
        return guarded;
      }
    };
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(config, domainSocket, bootstrap);
    bootstrap.handler(new Door());
  }

  /** Where connections come in, before they are anybody's. */
  @Sharable
  private final class Door extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel connection = (Channel) accepted;
      if (inside.incrementAndGet() > limits.calls() + limits.watchers()) {
        inside.decrementAndGet();
        connection.unsafe().closeForcibly();
        return;
      }
      connection.closeFuture().addListener(closed -> inside.decrementAndGet());
      connection.pipeline().addLast(new ConnectionGuard(limits.readerPatience()));
      context.fireChannelRead(accepted);
    }
  }
}
