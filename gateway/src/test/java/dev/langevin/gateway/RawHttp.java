package dev.langevin.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to a gateway over which anything may be sent, or nothing. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  RawHttp(Gateway gateway) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(4 << 10);
    socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Sends the head of a file that comes in chunks. */
  static RawHttp upload(Gateway gateway, String path) throws IOException {
    return new RawHttp(gateway)
        .send(
            "POST "
                + path
                + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");
  }

  RawHttp send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Sends a piece of such a file. */
  RawHttp chunk(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return send(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
  }

  /** All that is answered, until the connection is closed. */
  String answer() throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The next line that is answered. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\n' && c >= 0; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString().stripTrailing();
  }

  /** Whether the gateway has closed the connection; what it sent is not read. */
  boolean closed() {
    try {
      send("\r");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
