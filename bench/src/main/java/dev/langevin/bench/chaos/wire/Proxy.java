package dev.langevin.bench.chaos.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
    accept(listener);
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
  public synchronized void refuse() throws IOException {
    listener.close();
    cut();
  }

  /** Takes connections again. */
  public synchronized void allow() throws IOException {
    if (listener.isClosed()) {
      listener = listen(address);
      accept(listener);
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

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .name("proxy-" + from.getLocalPort())
        .start(
            () -> {
              while (!from.isClosed()) {
                try {
                  Socket socket = from.accept();
                  Thread.ofVirtual().start(() -> connect(socket));
                } catch (IOException e) {
                  // Closed; or the client was gone before it was taken.
                }
              }
            });
  }

  private void connect(Socket near) {
    Connection connection = new Connection(near, () -> conditions);
    connections.add(connection);
    try {
      connection.run(target);
    } finally {
      connections.remove(connection);
    }
  }
}
