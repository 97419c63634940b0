package dev.langevin.runtime.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an S3 server, and passes calls on, or does not. */
public final class FaultyStore implements AutoCloseable {
  /** What happens to the next connections. */
  public sealed interface Fault {
    /** Nothing. */
    record None() implements Fault {}

    /** Taken, and never answered; what is sent is not read. */
    record Freeze() implements Fault {}

    /**
     * The connection breaks after so many bytes of answers.
     *
     * @param bytes of the answers
     */
    record Reset(int bytes) implements Fault {}

    /**
     * Answered in the server's place.
     *
     * @param status of HTTP
     * @param code of S3
     * @param header another line of the head; may be empty
     */
    record Answer(int status, String code, String header) implements Fault {}
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private volatile Fault fault = new Fault.None();

  /** Passes on to a port of this machine. */
  public FaultyStore(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Breaks all connections; so many new ones have the fault, those after them have none. */
  public void next(int times, Fault now) throws IOException {
    left.set(times);
    fault = now;
    calls.set(0);
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** How many connections there were since {@link #next}. */
  public int connections() {
    return calls.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    next(0, new Fault.None());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        calls.incrementAndGet();
        Fault here = left.getAndDecrement() > 0 ? fault : new Fault.None();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, here));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket near, Fault here) {
    try {
      switch (here) {
        case Fault.None() -> pass(near, Integer.MAX_VALUE);
        case Fault.Reset(int bytes) -> pass(near, bytes);
        case Fault.Freeze() -> {} // until all connections are broken
        case Fault.Answer answer -> answer(near, answer);
      }
    } catch (IOException e) {
      // One side has gone.
    }
  }

  private void pass(Socket near, int most) throws IOException {
    try (near;
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(far);
      Thread.ofVirtual().start(() -> up(near, far));
      InputStream in = far.getInputStream();
      OutputStream out = near.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      int rest = most;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, Math.min(read, rest));
        rest -= read;
        if (rest <= 0) {
          near.setSoLinger(true, 0);
          return;
        }
      }
    }
  }

  private static void up(Socket near, Socket far) {
    try {
      near.getInputStream().transferTo(far.getOutputStream());
      far.shutdownOutput();
    } catch (IOException e) {
      // The other direction ends as well.
    }
  }

  private void answer(Socket near, Fault.Answer answer) throws IOException {
    try (near) {
      InputStream in = near.getInputStream();
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        read.write(next);
      }
      String head = read.toString(StandardCharsets.ISO_8859_1);
      String body =
          "<Error><Code>%s</Code><Message>because</Message><RequestId>r1</RequestId></Error>"
              .formatted(answer.code());
      boolean bare = head.startsWith("HEAD ");
      String text =
          "HTTP/1.1 %d X\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
              .formatted(
                  answer.status(),
                  body.length(),
                  answer.header().isEmpty() ? "" : answer.header() + "\r\n",
                  bare ? "" : body);
      near.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      near.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
