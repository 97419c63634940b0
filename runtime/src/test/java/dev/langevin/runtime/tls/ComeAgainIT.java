package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a client that is known is asked for its certificate again. */
class ComeAgainIT {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final int ANSWER = 42;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void connect_againAfterItsAuthorityWasTakenAway_isRefused(String protocol) throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    TlsFiles own = certificates.of("server");
    Path others = new TestCertificates(Files.createDirectory(folder.resolve("b"))).authorityFile();
    try (LiveCredentials shown = open(own);
        LiveCredentials known = open(certificates.of("client"));
        SSLServerSocket server = listen(context(shown), protocol)) {
      SSLContext client = context(known);
      assertThat(connect(client, server)).isEqualTo(ANSWER);
      assertThat(connect(client, server)).isEqualTo(ANSWER);

      Files.copy(others, own.authority().orElseThrow(), StandardCopyOption.REPLACE_EXISTING);
      shown.look();

      assertThatThrownBy(() -> connect(client, server)).isInstanceOf(IOException.class);
    }
  }

  private static LiveCredentials open(TlsFiles files) {
    return LiveCredentials.open(files, Set.of(), InstantSource.system(), NEVER);
  }

  private static SSLContext context(LiveCredentials credentials) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {credentials.keys()}, new TrustManager[] {credentials.trust()}, null);
    return context;
  }

  private static SSLServerSocket listen(SSLContext context, String protocol) throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {protocol});
    server.setNeedClientAuth(true);
    Thread.startVirtualThread(() -> answer(server));
    return server;
  }

  /** Until it is closed. */
  private static void answer(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.getOutputStream().write(ANSWER);
      } catch (IOException e) {
        // One that is refused, which its test sees.
      }
    }
  }

  /** What the server answers. */
  private static int connect(SSLContext client, SSLServerSocket server) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            client
                .getSocketFactory()
                .createSocket(server.getInetAddress(), server.getLocalPort())) {
      return socket.getInputStream().read();
    }
  }
}
