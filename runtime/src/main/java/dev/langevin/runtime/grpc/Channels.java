package dev.langevin.runtime.grpc;

import dev.langevin.runtime.discovery.Endpoint;
import dev.langevin.runtime.trace.TraceCalls;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Opens channels to our services. */
public final class Channels {
  /** How long somebody may still begin a call on a channel that he was given before. */
  private static final Duration GIVEN = Duration.ofSeconds(10);

  private Channels() {}

  /**
   * A plaintext channel that connects on its first call. Callbacks run on virtual threads.
   *
   * @param address {@code host:port}; with {@link InProcess#HOST} of a server of this process
   */
  public static ManagedChannel open(String address) {
    return open(Endpoint.of(address), Transport.PLAIN);
  }

  /**
   * The same to a replica, over this transport.
   *
   * @param endpoint where it is, and the name that its certificate has to be for
   */
  public static ManagedChannel open(Endpoint endpoint, Transport transport) {
    String address = endpoint.address();
    return (InProcess.at(address) ? InProcess.channel(address) : network(endpoint, transport))
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .intercept(TraceCalls.client())
        .maxInboundMessageSize(Limits.MESSAGE_BYTES)
        .build();
  }

  private static NettyChannelBuilder network(Endpoint endpoint, Transport transport) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(endpoint.address())
            .overrideAuthority(endpoint.authority())
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS);
    return switch (transport) {
      case Transport.Plain plain -> builder.usePlaintext();
      case Transport.Mutual mutual -> builder.sslContext(mutual.client());
    };
  }

  /** Lets calls that run end by themselves, and those that are about to begin. */
  public static void drain(ManagedChannel channel) {
    Thread.ofVirtual()
        .name("drain")
        .start(
            () -> {
              try {
                Thread.sleep(GIVEN);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              channel.shutdown();
            });
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
