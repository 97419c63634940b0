package dev.langevin.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ServicesIT {
  /** A service that does not come to its end. */
  static final class Hanging implements Service {
    /** As a service's own main. */
    public static void main(String[] arguments) {
      Services.main("hanging", environment -> new Hanging());
    }

    @Override
    public String name() {
      return "hanging";
    }

    @Override
    public int port() {
      return 1;
    }

    @Override
    public void close() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  @Test
  void main_serviceThatDoesNotClose_endsWithinTenSeconds() throws Exception {
    try (ServiceProcess process = ServiceProcess.start(Hanging.class, Map.of())) {
      process.signal("TERM");
      assertThat(process.awaitEnd(Duration.ofSeconds(10))).isEqualTo(ServiceProcess.SIGTERM);
      assertThat(process.log().getLast()).contains("hanging did not close within 9500 ms");
    }
  }

  @Test
  void main_managementPort_isReadyUntilToldToStopAndLivesOn() throws Exception {
    int port = freePort();
    Map<String, String> settings = Map.of("LANGEVIN_MANAGEMENT_PORT", Integer.toString(port));
    try (ServiceProcess process = ServiceProcess.start(Hanging.class, settings);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(eventually(client, port, "/readyz", 200)).isEqualTo("ready\n");
      process.signal("TERM");
      assertThat(eventually(client, port, "/readyz", 503)).contains("it is stopping");
      assertThat(eventually(client, port, "/livez", 200)).isEqualTo("alive\n");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** What is answered once it is answered with that status. */
  private static String eventually(HttpClient client, int port, String path, int status)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(Duration.ofSeconds(5))
            .build();
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == status) {
        return answer.body();
      }
      assertThat(System.nanoTime()).as(answer.body()).isLessThan(until);
    }
  }

  @Test
  void main_secondSignal_endsAtOnce() throws Exception {
    try (ServiceProcess process = ServiceProcess.start(Hanging.class, Map.of())) {
      process.signal("TERM");
      process.signal("INT");
      process.awaitEnd(Duration.ofSeconds(5));
    }
  }
}
