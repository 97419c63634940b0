package dev.langevin.runtime.grpc;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.metrics.Telling;
import dev.langevin.runtime.trace.TraceCalls;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A gRPC server with the standard health service beside its own. */
public final class RpcServer implements AutoCloseable {
  private static final Duration FORCED = Duration.ofSeconds(1);

  private final HealthStatusManager health;
  private final Server server;
  private final int port;
  private final Duration grace;
  private final Telling meters;
  private final AtomicBoolean draining = new AtomicBoolean();

  private RpcServer(
      HealthStatusManager health, Server server, int port, Duration grace, Telling meters) {
    this.health = health;
    this.server = server;
    this.port = port;
    this.grace = grace;
    this.meters = meters;
  }

  /**
   * Starts a server whose calls run on virtual threads.
   *
   * @param host name or address to listen on, or {@link InProcess#HOST}
   * @param port 0 takes any free one
   * @param grace how long running calls may go on once it is closed
   * @throws ConfigurationException if the address can't be listened on, such as a port in use
   */
  public static RpcServer start(
      String host, int port, Duration grace, BindableService... services) {
    return start(host, port, Transport.PLAIN, grace, services);
  }

  /** The same over another transport than a plain one. */
  public static RpcServer start(
      String host, int port, Transport transport, Duration grace, BindableService... services) {
    return start(
        host, port, transport, grace, Executors.newVirtualThreadPerTaskExecutor(), services);
  }

  /**
   * The same, for services whose calls never wait: they run where their messages are read, which
   * saves a change of threads for each.
   */
  public static RpcServer startDirect(
      String host, int port, Duration grace, BindableService... services) {
    return startDirect(host, port, Transport.PLAIN, grace, services);
  }

  /** The same over another transport than a plain one. */
  public static RpcServer startDirect(
      String host, int port, Transport transport, Duration grace, BindableService... services) {
    return start(host, port, transport, grace, Runnable::run, services);
  }

  private static RpcServer start(
      String host,
      int port,
      Transport transport,
      Duration grace,
      Executor executor,
      BindableService... services) {
    HealthStatusManager health = new HealthStatusManager();
    boolean near = host.equals(InProcess.HOST);
    int number = near && port == 0 ? InProcess.anyPort() : port;
    CallMeters meters = new CallMeters();
    ServerBuilder<?> builder =
        (near ? InProcess.server(number) : network(host, number, transport))
            .executor(executor)
            .intercept(TraceCalls.server())
            .maxInboundMessageSize(Limits.MESSAGE_BYTES)
            .addStreamTracerFactory(Resets.factory())
            .addStreamTracerFactory(meters)
            .addTransportFilter(meters.filter())
            .addService(health.getHealthService());
    for (BindableService service : services) {
      builder.addService(Guarded.of(service));
    }
    try {
      Server server = builder.build().start();
      return new RpcServer(health, server, near ? number : server.getPort(), grace, meters.tell());
    } catch (IOException e) {
      throw new ConfigurationException(
          "LANGEVIN_PORT: can't listen on %s:%d: %s".formatted(host, port, reason(e)), e);
    }
  }

  private static NettyServerBuilder network(String host, int port, Transport transport) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new ConfigurationException("LANGEVIN_HOST: %s is not a known host".formatted(host));
    }
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    return switch (transport) {
      case Transport.Plain plain -> builder;
      case Transport.Mutual mutual -> builder.sslContext(mutual.server());
    };
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Tells those who ask that it is not serving, while calls are still taken. */
  public void drain() {
    if (draining.compareAndSet(false, true)) {
      health.enterTerminalState();
    }
  }

  /** Takes no new calls, waits for the running ones, and then cancels what is left. */
  @Override
  public void close() {
    drain();
    meters.close();
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(FORCED.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(IOException e) {
    String text = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    return text != null && text.contains("Address already in use")
        ? "the port is in use by another program"
        : text;
  }
}
