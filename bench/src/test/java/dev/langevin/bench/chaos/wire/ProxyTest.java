package dev.langevin.bench.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyTest {
  private Echo echo;
  private Proxy proxy;

  @BeforeEach
  void open() throws IOException {
    echo = new Echo(0);
    proxy = new Proxy(0, echo.port());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static int ask(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void run_goodConnection_carriesBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, 7)).isEqualTo(8);
      assertThat(ask(socket, 9)).isEqualTo(10);
    }
  }

  @Test
  void run_clientEndsItsSide_serverSeesItAndItsAnswerArrives() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(1);
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes()).containsExactly(2);
    }
  }

  @Test
  void cut_openConnection_isReset() throws IOException {
    try (Socket socket = connect()) {
      ask(socket, 1);

      proxy.cut();

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    try (Socket again = connect()) {
      assertThat(ask(again, 1)).isEqualTo(2);
    }
  }

  @Test
  void refuse_newConnection_isRefusedUntilAllowed() throws IOException, InterruptedException {
    proxy.refuse();
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

    proxy.allow();

    try (Socket socket = connect()) {
      assertThat(ask(socket, 1)).isEqualTo(2);
    }
  }

  @Test
  void set_delay_holdsBothDirections() throws IOException {
    try (Socket socket = connect()) {
      ask(socket, 1);
      proxy.set(new Conditions(100, 0));
      long began = System.nanoTime();

      ask(socket, 1);

      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(200);
    }
  }

  @Test
  void set_throttle_limitsWhatGoesThrough() throws IOException {
    try (Socket socket = connect()) {
      proxy.set(new Conditions(0, 100_000));
      long began = System.nanoTime();
      byte[] bytes = new byte[30_000];
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.getOutputStream().write(bytes);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              Thread::startVirtualThread);

      assertThat(socket.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);

      writing.join();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void aim_otherTarget_takesNewConnectionsThere() throws IOException {
    try (Echo other = new Echo(100);
        Socket before = connect()) {
      ask(before, 1);

      proxy.aim(other.port());

      assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketException.class);
      try (Socket after = connect()) {
        assertThat(ask(after, 1)).isEqualTo(102);
      }
    }
  }

  @Test
  void run_nobodyListensThere_endsTheConnection() throws IOException {
    echo.close();
    try (Socket socket = connect()) {
      assertThatThrownBy(() -> ask(socket, 1)).isInstanceOf(SocketException.class);
    }
  }

  /** Answers every byte with the next one, and so many more. */
  private static final class Echo implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int more;
    private final Thread acceptor;

    Echo(int more) throws IOException {
      this.more = more;
      this.acceptor = Thread.startVirtualThread(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
      try {
        acceptor.join(); // until then the system still takes connections
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          Thread.startVirtualThread(() -> answer(socket));
        } catch (IOException e) {
          return;
        }
      }
    }

    private void answer(Socket socket) {
      try (socket) {
        for (int read = socket.getInputStream().read();
            read >= 0;
            read = socket.getInputStream().read()) {
          socket.getOutputStream().write(read + 1 + more);
        }
      } catch (IOException e) {
        // The proxy has cut it.
      }
    }
  }
}
