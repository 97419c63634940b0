package dev.langevin.runtime.grpc;

import dev.langevin.runtime.config.ConfigurationException;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Starts and stops gRPC servers. */
public final class Servers {
  private Servers() {}

  /**
   * Starts a server with the services and the standard health service. Calls run on virtual
   * threads.
   *
   * @param host name or address to listen on
   * @param port 0 takes any free one; {@link Server#getPort} tells which
   * @throws ConfigurationException if the address can't be listened on, such as a port in use
   */
  public static Server start(String host, int port, BindableService... services) {
    return start(host, port, Executors.newVirtualThreadPerTaskExecutor(), services);
  }

  /**
   * The same, for services whose calls never wait: they run where their messages are read, which
   * saves a change of threads for each.
   */
  public static Server startDirect(String host, int port, BindableService... services) {
    return start(host, port, Runnable::run, services);
  }

  private static Server start(
      String host, int port, Executor executor, BindableService... services) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new ConfigurationException("LANGEVIN_HOST: %s is not a known host".formatted(host));
    }
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .executor(executor)
            .maxInboundMessageSize(Limits.MESSAGE_BYTES)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(new HealthStatusManager().getHealthService());
    for (BindableService service : services) {
      builder.addService(service);
    }
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new ConfigurationException(
          "LANGEVIN_PORT: can't listen on %s:%d: %s".formatted(host, port, reason(e)), e);
    }
  }

  /** Takes no new calls, waits for the running ones, and then cancels what is left. */
  public static void stop(Server server, Duration grace) {
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
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
