package dev.langevin.runtime.grpc;

import dev.langevin.runtime.trace.TraceCalls;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Opens channels to our services. */
public final class Channels {
  private Channels() {}

  /**
   * A plaintext channel that connects on its first call. Callbacks run on virtual threads.
   *
   * @param address {@code host:port}; with {@link InProcess#HOST} of a server of this process
   */
  public static ManagedChannel open(String address) {
    return (InProcess.at(address) ? InProcess.channel(address) : network(address))
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .intercept(TraceCalls.client())
        .maxInboundMessageSize(Limits.MESSAGE_BYTES)
        .build();
  }

  private static NettyChannelBuilder network(String address) {
    return NettyChannelBuilder.forTarget(address)
        .usePlaintext()
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(5, TimeUnit.SECONDS);
  }

  /** Closes the channel and cancels what is left after a second. */
  public static void close(ManagedChannel channel) {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(1, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
