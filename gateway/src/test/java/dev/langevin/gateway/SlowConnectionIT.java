package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that don't come to a request. */
@Timeout(60)
class SlowConnectionIT {
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final int CONNECTIONS = 8;
  private static final String HEAD =
      "GET /v1/models HTTP/1.1\r\nHost: langevin\r\nX-Filler: " + "x".repeat(4000) + "\r\n\r\n";

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway =
        fleet.gateway(
            Map.of(
                "READER_PATIENCE",
                PATIENCE.toMillis() + "ms",
                "CALL_LIMIT",
                CONNECTIONS - 2,
                "WATCHER_LIMIT",
                2));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void silentConnection_isClosed() throws Exception {
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void headByteByByte_isCutOff() throws Exception {
    try (Socket socket = connect()) {
      assertThat(dribble(socket)).isLessThan(HEAD.length());
    }
  }

  @Test
  void secondHeadByteByByte_isCutOff() throws Exception {
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");
      assertThat(dribble(socket)).isLessThan(HEAD.length());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(PATIENCE);
    }
  }

  @Test
  void quietRequest_isNotDisturbed() throws Exception {
    try (HttpClients http = new HttpClients(gateway)) {
      HttpResponse<String> response =
          http.post("/v1/generations", "{\"generation\":{\"prompt\":\"a\"}}", "Prefer", "wait=4");
      assertThat(response.statusCode()).isEqualTo(202);
    }
  }

  @Test
  void quietStream_isNotDisturbed() throws Exception {
    GenerationServiceBlockingStub client = fleet.client(gateway);
    String id = Calls.create(client, "", "a boat").getId();
    Iterator<WatchGenerationResponse> watched =
        client.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    assertThat(watched.next().getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
    Thread.sleep(PATIENCE.multipliedBy(8)); // the quiet that is tested
    fleet.succeed(id);
    assertThat(watched.next().getGeneration().getState()).isEqualTo(State.STATE_RUNNING);
  }

  @Test
  void moreConnectionsThanCalls_areClosedAtOnce() throws Exception {
    Gateway patient =
        fleet.gateway(
            Map.of("READER_PATIENCE", "60s", "CALL_LIMIT", CONNECTIONS - 2, "WATCHER_LIMIT", 2));
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS + 3; i++) {
        sockets.add(new Socket("127.0.0.1", patient.port()));
        sockets.getLast().setSoTimeout(20_000);
      }
      assertThat(sockets.getLast().getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    try (HttpClients http = new HttpClients(patient)) {
      Calls.await(() -> status(http) == 200);
    }
  }

  private static int status(HttpClients http) {
    try {
      return http.get("/v1/models").statusCode();
    } catch (IOException | InterruptedException e) {
      return -1;
    }
  }

  /** How many bytes of a head could be sent, one at a time. */
  private static int dribble(Socket socket) throws InterruptedException {
    byte[] head = HEAD.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < head.length; i++) {
      try {
        socket.getOutputStream().write(head[i]);
      } catch (IOException e) {
        return i;
      }
      Thread.sleep(5); // the slowness that is tested
    }
    return head.length;
  }

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", gateway.port());
  }
}
