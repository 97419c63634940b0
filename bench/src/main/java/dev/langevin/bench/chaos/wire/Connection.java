package dev.langevin.bench.chaos.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Supplier;

/** A connection from a client to the proxy, and the one from there on. */
final class Connection {
  private static final int CHUNK = 16 << 10;

  private final Socket near;
  private final Socket far = new Socket();
  private final Supplier<Conditions> conditions;

  Connection(Socket near, Supplier<Conditions> conditions) {
    this.near = near;
    this.conditions = conditions;
  }

  /** Carries bytes both ways until one side ends. */
  void run(int target) {
    try {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> carry(far, near));
      carry(near, far);
      back.join();
    } catch (IOException e) {
      reset(); // nobody listens there: the client sees its connection end
    } catch (InterruptedException e) {
      reset();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends both sides as a dead machine would, without waiting for what is under way. */
  void reset() {
    end(near);
    end(far);
  }

  private void carry(Socket from, Socket to) {
    byte[] buffer = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        long hold = conditions.get().holdMillis(read);
        if (hold > 0) {
          Thread.sleep(hold);
        }
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset();
    } catch (InterruptedException e) {
      reset();
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
  }
}
