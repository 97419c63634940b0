package dev.langevin.images;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the service in the same container whether it is ready, where there is no shell that could:
 * exits with 0 or 1, as container engines want it. It knows nothing but sockets, so that it starts
 * in a tenth of a second.
 */
public final class Health {
  /** Of management, unless the environment says otherwise. */
  static final int PORT = 9464;

  private static final int TIMEOUT = 2_000;
  private static final int MOST = 4_096;

  private Health() {}

  /** Asks the management port. */
  public static void main(String[] arguments) {
    String port = System.getenv("LANGEVIN_MANAGEMENT_PORT");
    System.exit(ready(port == null ? PORT : Integer.parseInt(port)) ? 0 : 1);
  }

  private static boolean ready(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT);
      socket.setSoTimeout(TIMEOUT);
      socket
          .getOutputStream()
          .write(
              "GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      System.out.println(answer.substring(answer.indexOf("\r\n\r\n") + 1).strip());
      return answer.startsWith("HTTP/1.1 200") || answer.startsWith("HTTP/1.0 200");
    } catch (IOException e) {
      System.out.println("port " + port + ": " + e.getMessage());
      return false;
    }
  }
}
