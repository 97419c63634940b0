package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.tls.LiveCredentials;
import dev.langevin.runtime.tls.TestCertificates;
import dev.langevin.runtime.tls.TlsFiles;
import dev.langevin.runtime.tls.authority.Order;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose port speaks TLS. */
class EdgeTlsIT {
  @TempDir static Path folder;
  private static TestCertificates certificates;
  private static TlsFiles edge;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static LiveCredentials own;
  private static SafeClients clients;

  @BeforeAll
  static void start() throws Exception {
    certificates = new TestCertificates(Files.createDirectories(folder.resolve("tls")));
    edge = certificates.of("gateway");
    own = LiveCredentials.open(certificates.of("client"), Set.of());
    clients = new SafeClients(own, false);
    fleet = new TestFleet(folder.resolve("kafka"));
    gateway = fleet.gateway(settings(edge));
  }

  @AfterAll
  static void stop() {
    fleet.close();
    own.close();
  }

  @Test
  void port_servesGrpcRestAndTheStudioOverHttp2() throws Exception {
    ManagedChannel channel = clients.grpc(gateway.port());
    assertThat(stub(channel).listModels(ListModelsRequest.getDefaultInstance()).getModelsList())
        .isNotEmpty();
    channel.shutdownNow();
    try (HttpClient http = clients.http()) {
      HttpResponse<String> page = http.send(get("/"), HttpResponse.BodyHandlers.ofString());
      assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
      HttpRequest create =
          HttpRequest.newBuilder(uri("/v1/generations"))
              .header("Content-Type", "application/json")
              .header("Origin", "https://localhost:" + gateway.port())
              .POST(HttpRequest.BodyPublishers.ofString("{\"generation\":{\"prompt\":\"a boat\"}}"))
              .build();
      HttpResponse<String> created = http.send(create, HttpResponse.BodyHandlers.ofString());
      assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
      assertThat(created.headers().firstValue("location").orElseThrow())
          .startsWith("https://localhost:" + gateway.port() + "/v1/generations/");
    }
  }

  @Test
  void port_http1_isServedToo() throws Exception {
    try (HttpClient http = clients.http()) {
      HttpRequest old =
          HttpRequest.newBuilder(uri("/v1/models")).version(HttpClient.Version.HTTP_1_1).build();
      HttpResponse<String> models = http.send(old, HttpResponse.BodyHandlers.ofString());
      assertThat(models.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(models.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void port_clientTrustsOthers_doesNotConnect() throws Exception {
    Path other = Files.createDirectories(folder.resolve("others"));
    try (LiveCredentials others =
            LiveCredentials.open(new TestCertificates(other).of("client"), Set.of());
        HttpClient http = new SafeClients(others, false).http()) {
      assertThatThrownBy(() -> http.send(get("/"), HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void port_calledWithoutTls_isClosed() throws Exception {
    StatusRuntimeException failure = failure(fleet.channel(gateway));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    try (Socket socket = new Socket("localhost", gateway.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
      assertThat(new String(socket.getInputStream().readAllBytes())).doesNotContain("HTTP/1.1 200");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  /** The one who watches stays connected; those who come are shown the new certificate. */
  @Test
  void certificate_replacedUnderLoad_isShownAndNoCallFails() throws Exception {
    ManagedChannel lasting = clients.grpc(gateway.port());
    String id = Calls.create(stub(lasting), request -> request).getId();
    Iterator<WatchGenerationResponse> watched =
        GenerationServiceGrpc.newBlockingStub(lasting)
            .withDeadlineAfter(90, TimeUnit.SECONDS)
            .watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    assertThat(watched.next().getGeneration().getState()).isEqualTo(Generation.State.STATE_QUEUED);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> calls =
        CompletableFuture.supplyAsync(() -> callOnNewConnections(over));
    X509Certificate before = clients.shown(gateway.port());
    Instant now = Instant.now();
    certificates.renew(
        edge,
        Order.both("gateway", List.of("localhost"), now.minusSeconds(9), now.plusSeconds(9_000)));
    while (clients.shown(gateway.port()).equals(before)) {
      assertThat(calls).isNotDone();
    }
    over.set(true);

    assertThat(calls.get(60, TimeUnit.SECONDS)).isPositive();
    fleet.succeed(id);
    Generation last = Generation.getDefaultInstance();
    while (watched.hasNext()) {
      last = watched.next().getGeneration();
    }
    assertThat(last.getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
    lasting.shutdownNow();
  }

  @Test
  void clients_areAskedForCertificates_whereAnAuthorityIsNamed() throws Exception {
    TlsFiles files = certificates.of("asking");
    Gateway asking =
        fleet.gateway(
            Map.of(
                "EDGE_CERTIFICATE", files.certificate(),
                "EDGE_KEY", files.key(),
                "EDGE_CA", certificates.authorityFile()));
    ManagedChannel known = new SafeClients(own, true).grpc(asking.port());
    assertThat(stub(known).listModels(ListModelsRequest.getDefaultInstance()).getModelsList())
        .isNotEmpty();
    known.shutdownNow();
    assertThat(new SafeClients(own, true).goesOn(asking.port()))
        .as("without being asked")
        .isFalse();
    assertThat(clients.goesOn(gateway.port())).as("where nobody is asked").isTrue();
    ManagedChannel unknown = clients.grpc(asking.port());
    assertThat(failure(unknown).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    unknown.shutdownNow();
  }

  @Test
  void start_certificateHasExpired_isRefused() {
    TlsFiles old = certificates.expired("old");
    assertThatThrownBy(() -> fleet.gateway(settings(old)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_EDGE_CERTIFICATE: " + old.certificate() + " expired at ");
  }

  private static int callOnNewConnections(AtomicBoolean over) {
    int calls = 0;
    while (!over.get()) {
      try {
        ManagedChannel channel = clients.grpc(gateway.port());
        stub(channel).listModels(ListModelsRequest.getDefaultInstance());
        channel.shutdownNow();
        calls++;
      } catch (Exception e) {
        throw new AssertionError("call " + calls, e);
      }
    }
    return calls;
  }

  private static Map<String, Path> settings(TlsFiles files) {
    return Map.of("EDGE_CERTIFICATE", files.certificate(), "EDGE_KEY", files.key());
  }

  private static GenerationServiceBlockingStub stub(ManagedChannel channel) {
    return GenerationServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private static StatusRuntimeException failure(ManagedChannel channel) {
    try {
      stub(channel).listModels(ListModelsRequest.getDefaultInstance());
      throw new AssertionError("not refused");
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  private static URI uri(String path) {
    return URI.create("https://localhost:" + gateway.port() + path);
  }
}
