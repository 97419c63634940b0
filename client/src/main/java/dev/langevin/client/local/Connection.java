package dev.langevin.client.local;

import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** A channel to a server, and what has to be undone after its use. */
public final class Connection implements AutoCloseable {
  /** Pictures of 16 images inline fit into one message. */
  private static final int MESSAGE_LIMIT = 64 << 20;

  /** A server that is frozen or cut off while we wait for it is lost after twice as long. */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final Address address;
  private final ManagedChannel channel;
  private final boolean replaceable;
  private final Runnable after;

  private Connection(
      Address address, Trust trust, ApiKey key, boolean replaceable, Runnable after) {
    this.address = address;
    this.replaceable = replaceable;
    this.after = after;
    NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port());
    this.channel =
        (address.tls() ? builder.sslContext(trust.context()) : builder.usePlaintext())
            .directExecutor()
            .intercept(key.interceptors())
            .maxInboundMessageSize(MESSAGE_LIMIT)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .build();
  }

  /** To a server that others look after. */
  public static Connection to(Address address) {
    return to(address, Trust.OF_JAVA, ApiKey.NONE);
  }

  /**
   * The same, trusting others than Java does, and signed in.
   *
   * @throws dev.langevin.client.CommandException if a file that it takes can't be used
   */
  public static Connection to(Address address, Trust trust, ApiKey key) {
    return new Connection(address, trust, key, false, () -> {});
  }

  /** To the server of a data directory; {@code after} runs when it is closed. */
  static Connection local(String address, ApiKey key, Runnable after) {
    return new Connection(
        Address.parse("server.address", address), Trust.OF_JAVA, key, true, after);
  }

  /** Where the server is. */
  public String address() {
    return address.toString();
  }

  /** The public API. */
  public GenerationServiceBlockingStub stub() {
    return GenerationServiceGrpc.newBlockingStub(channel);
  }

  /** The public API of batches. */
  public BatchServiceBlockingStub batches() {
    return BatchServiceGrpc.newBlockingStub(channel);
  }

  /** What stubs are made on. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Whether this process may start a server in its place when it is gone. */
  public boolean replaceable() {
    return replaceable;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    after.run();
  }
}
