package dev.langevin.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.discovery.Endpoint;
import dev.langevin.runtime.tls.LiveCredentials;
import dev.langevin.runtime.tls.TestCertificates;
import dev.langevin.runtime.tls.TlsFiles;
import dev.langevin.runtime.tls.authority.Order;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are replaced again and again while calls run and connections come and go. */
class ReloadIT {
  private static final int RENEWALS = 12;
  private static final int CALLERS = 4;

  @TempDir Path folder;

  @Test
  void reload_underLoad_noCallFailsAndNewOnesAreShown() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    TlsFiles servers = certificates.of("denoiser");
    TlsFiles clients = certificates.of("orchestrator");
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger connections = new AtomicInteger();
    Set<Certificate> shown = ConcurrentHashMap.newKeySet();
    try (LiveCredentials serving = LiveCredentials.open(servers, Set.of());
        LiveCredentials calling = LiveCredentials.open(clients, Set.of());
        RpcServer server =
            RpcServer.start("127.0.0.1", 0, new Transport.Mutual(serving), Duration.ZERO);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Endpoint endpoint = Endpoint.of("localhost:" + server.port());
      ManagedChannel lasting = Channels.open(endpoint, new Transport.Mutual(calling));
      List<Future<Integer>> calls =
          java.util.stream.IntStream.range(0, CALLERS)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              call(i == 0 ? lasting : null, endpoint, calling, over, connections)))
              .toList();
      for (int i = 0; i < RENEWALS; i++) {
        Instant now = Instant.now();
        certificates.renew(
            servers,
            Order.both(
                "denoiser", List.of("localhost"), now.minusSeconds(9), now.plusSeconds(900)));
        certificates.renew(
            clients,
            Order.both("orchestrator", List.of("o"), now.minusSeconds(9), now.plusSeconds(900)));
        serving.look();
        calling.look();
        shown.add(shownBy(server.port(), calling));
        int before = connections.get();
        while (connections.get() < before + CALLERS) {
          Thread.onSpinWait();
        }
      }
      over.set(true);
      for (Future<Integer> each : calls) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isPositive(); // throws what a call threw
      }
      Channels.close(lasting);
    }
    assertThat(shown).hasSize(RENEWALS);
  }

  /** Calls until it is over, on one channel or on a new one each time; how often. */
  private static int call(
      ManagedChannel lasting,
      Endpoint endpoint,
      LiveCredentials calling,
      AtomicBoolean over,
      AtomicInteger connections) {
    int calls = 0;
    while (!over.get()) {
      ManagedChannel channel =
          lasting == null ? Channels.open(endpoint, new Transport.Mutual(calling)) : lasting;
      HealthCheckResponse answer =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(20, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
      assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
      calls++;
      if (lasting == null) {
        Channels.close(channel);
        connections.incrementAndGet();
      }
    }
    return calls;
  }

  private static Certificate shownBy(int port, LiveCredentials calling) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new javax.net.ssl.KeyManager[] {calling.keys()},
        new TrustManager[] {calling.trust()},
        null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }
}
