package dev.langevin.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out loopback ports that stay free while nobody listens on them: below those that the system
 * gives to outgoing connections, for a killed process has to find its own again.
 */
public final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1000;

  private final Set<Integer> taken = new HashSet<>();

  /**
   * A free one.
   *
   * @throws IOException if none was found
   */
  public int next() throws IOException {
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        if (taken.add(port)) {
          return port;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException("no free port in " + LOWEST + ".." + HIGHEST, last);
  }
}
