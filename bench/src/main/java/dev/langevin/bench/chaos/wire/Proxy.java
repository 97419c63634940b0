package dev.langevin.bench.chaos.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy before one address, which can cut all connections, refuse new ones, delay, and
 * throttle. What happens to a connection on one side happens on the other.
 */
public final class Proxy implements AutoCloseable {
  private final InetSocketAddress address;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile Conditions conditions = Conditions.GOOD;
  private ServerSocket listener;
  private Thread acceptor;

  /**
   * Listens on loopback.
   *
   * @param port its own; 0 for any
   * @param target of what it stands before
   */
  public Proxy(int port, int target) throws IOException {
    this.target = target;
    this.listener = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    this.address = (InetSocketAddress) listener.getLocalSocketAddress();
    acceptor = accept(listener);
  }

  /** Where it listens. */
  public int port() {
    return address.getPort();
  }

  /** How many connections go through it now. */
  public int connections() {
    return connections.size();
  }

  /** Resets all connections; new ones go to {@code port}. */
  public void aim(int port) {
    target = port;
    cut();
  }

  /** Resets all connections. */
  public void cut() {
    connections.forEach(Connection::reset);
  }

  /** Resets all connections, and refuses new ones until {@link #allow}. */
  public synchronized void refuse() throws IOException, InterruptedException {
    listener.close();
    acceptor.join(); // until then the system still takes connections
    cut();
  }

  /** Takes connections again. */
  public synchronized void allow() throws IOException {
    if (listener.isClosed()) {
      listener = listen(address);
      acceptor = accept(listener);
    }
  }

  /** How the connections are from now on, those that are open included. */
  public void set(Conditions now) {
    conditions = now;
  }

  @Override
  public synchronized void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private static ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(address);
    return socket;
  }

  private Thread accept(ServerSocket from) {
    return Thread.ofVirtual()
        .name("proxy-" + from.getLocalPort())
        .start(
            () -> {
              while (!from.isClosed()) {
                try {
                  Connection connection = new Connection(from.accept(), () -> conditions);
                  connections.add(connection);
                  Thread.ofVirtual().start(() -> run(connection));
                } catch (IOException e) {
                  // Closed; or the client was gone before it was taken.
                }
              }
            });
  }

  private void run(Connection connection) {
    try {
      connection.run(target);
    } finally {
      connections.remove(connection);
    }
  }
}
