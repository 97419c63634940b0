package dev.langevin.runtime.grpc;

import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Servers without a socket, which only channels of the same process reach. Messages change hands as
 * objects: neither is one written and parsed, nor does the kernel wake a thread to carry it. Their
 * addresses are {@code in-process:number}, so that they can stand wherever {@code host:port} can.
 */
public final class InProcess {
  /** The host of such servers; each has a port that no other of the process has. */
  public static final String HOST = "in-process";

  private static final AtomicInteger LAST = new AtomicInteger();

  private InProcess() {}

  /** A port that no server of the process has yet. */
  static int anyPort() {
    return LAST.incrementAndGet();
  }

  static InProcessServerBuilder server(int port) {
    return InProcessServerBuilder.forName(HOST + ":" + port);
  }

  /** Whether the address is that of a server of this process. */
  static boolean at(String address) {
    return address.startsWith(HOST + ":");
  }

  static InProcessChannelBuilder channel(String address) {
    return InProcessChannelBuilder.forName(address);
  }
}
