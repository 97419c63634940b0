package dev.langevin.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.discovery.Endpoint;
import dev.langevin.runtime.tls.Handshakes;
import dev.langevin.runtime.tls.LiveCredentials;
import dev.langevin.runtime.tls.TestCertificates;
import dev.langevin.runtime.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsIT {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  @TempDir Path folder;
  private TestCertificates certificates;

  @BeforeEach
  void issue() {
    certificates = new TestCertificates(folder);
  }

  @AfterEach
  void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Test
  void call_bothShowCertificates_isAnswered() {
    RpcServer server = server(certificates.of("denoiser"));

    assertThat(check(server, certificates.of("orchestrator"))).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void call_byAddressOfAName_isAnsweredForTheName() {
    RpcServer server = server(certificates.of("denoiser"));
    String address = "127.0.0.1:" + server.port();
    Transport client = mutual(certificates.of("orchestrator"));

    assertThat(check(open(new Endpoint("a", address, "denoiser:8472"), client)))
        .isEqualTo(ServingStatus.SERVING);
    assertThat(refused(open(new Endpoint("b", address, "decoder:8473"), client)))
        .startsWith("its certificate is not for the name that it was called by: ")
        .contains("decoder");
  }

  @Test
  void call_serverOfAnotherAuthority_isNotTrusted() throws Exception {
    TlsFiles other = others().of("denoiser");
    RpcServer server = server(other);

    assertThat(refused(channel(server, mutual(certificates.of("orchestrator")))))
        .isEqualTo("its certificate is signed by an authority that is not trusted here");
  }

  @Test
  void call_clientOfAnotherAuthority_isRefused() throws Exception {
    RpcServer server = server(certificates.of("denoiser"));
    TlsFiles other = others().of("stranger");
    TlsFiles deceived =
        new TlsFiles(
            TlsFiles.INSIDE, other.certificate(), other.key(), certificates.of("x").authority());

    assertRefusedBy(server, channel(server, mutual(deceived)));
  }

  @Test
  void call_certificateExpiresWhileInUse_isRefused() {
    Instant before = Instant.now().minus(Duration.ofHours(1));
    RpcServer server =
        server(closing(TestCertificates.openedAt(before, certificates.expired("denoiser"))));

    assertThat(refused(channel(server, mutual(certificates.of("orchestrator")))))
        .startsWith("its certificate has expired: ");
  }

  @Test
  void call_clientWhoseNameIsNotAllowed_isRefused() {
    RpcServer server = server(certificates.of("denoiser"), "orchestrator");

    assertRefusedBy(server, channel(server, mutual(certificates.of("decoder"))));
  }

  @Test
  void call_withoutACertificate_isRefused() throws Exception {
    RpcServer server = server(certificates.of("denoiser"));
    ManagedChannel bare =
        closing(
            NettyChannelBuilder.forTarget("localhost:" + server.port())
                .sslContext(
                    GrpcSslContexts.forClient()
                        .trustManager(certificates.authorityFile().toFile())
                        .build())
                .build());

    assertRefusedBy(server, bare);
  }

  @Test
  void call_plainToTls_andTlsToPlain_saySo() {
    RpcServer safe = server(certificates.of("denoiser"));
    RpcServer plain = closing(RpcServer.start("127.0.0.1", 0, Duration.ZERO));

    // Its alert, its end of the connection and a reset race to the client; each is explained.
    assertThat(refused(channel(safe, Transport.PLAIN)))
        .satisfiesAnyOf(
            why -> assertThat(why).isEqualTo("it speaks TLS, and was called without"),
            why -> assertThat(why).contains("one side may speak TLS and the other not"));
    assertThat(refused(channel(plain, mutual(certificates.of("orchestrator")))))
        .isEqualTo("it does not speak TLS");
  }

  @Test
  void why_ofOtherFailures_isNothing() {
    assertThat(Handshakes.why(null)).isEmpty();
    assertThat(Handshakes.why(new IllegalStateException("no"))).isEmpty();
  }

  @Test
  void files_keyCanNotBeRead_doesNotStart() throws Exception {
    TlsFiles files = certificates.of("denoiser");
    Files.writeString(files.key(), "");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> mutual(files))
        .hasMessage("LANGEVIN_TLS_KEY: " + files.key() + " can't be used: it holds no key in PEM");
  }

  private TestCertificates others() throws Exception {
    return new TestCertificates(Files.createDirectories(folder.resolve("others")));
  }

  private RpcServer server(TlsFiles files, String... peers) {
    return server(closing(LiveCredentials.open(files, Set.of(peers))));
  }

  private RpcServer server(LiveCredentials credentials) {
    return closing(
        RpcServer.start("127.0.0.1", 0, new Transport.Mutual(credentials), Duration.ZERO));
  }

  private Transport mutual(TlsFiles files) {
    return new Transport.Mutual(closing(LiveCredentials.open(files, Set.of())));
  }

  private ServingStatus check(RpcServer server, TlsFiles client) {
    return check(channel(server, mutual(client)));
  }

  private ManagedChannel channel(RpcServer server, Transport transport) {
    return open(Endpoint.of("localhost:" + server.port()), transport);
  }

  private ManagedChannel open(Endpoint endpoint, Transport transport) {
    return closing(Channels.open(endpoint, transport));
  }

  private static ServingStatus check(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  private static StatusRuntimeException failure(ManagedChannel channel) {
    try {
      check(channel);
      throw new AssertionError("not refused");
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  /** Why a call failed, in our words. */
  private static String refused(ManagedChannel channel) {
    StatusRuntimeException e = failure(channel);
    return Handshakes.why(e)
        .orElseThrow(() -> new AssertionError("not explained: " + e, e.getCause()));
  }

  /**
   * The server is there, and answers another. Whether the client hears why before the connection is
   * closed is a matter of luck.
   */
  private void assertRefusedBy(RpcServer server, ManagedChannel channel) {
    assertThat(failure(channel).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(check(server, certificates.of("orchestrator"))).isEqualTo(ServingStatus.SERVING);
  }

  private <T> T closing(T part) {
    opened.push(
        part instanceof ManagedChannel channel
            ? () -> Channels.close(channel)
            : (AutoCloseable) part);
    return part;
  }
}
