package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListModelsRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a head may have, and what is read of a call before its caller is in. */
@Timeout(60)
class HeadLimitsIT {
  /** Beyond what a head may have. */
  private static final String LONG = "x".repeat(20_000);

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static ManagedChannel channel;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory.resolve("fleet"));
    Keys keys = new Keys(directory);
    key = keys.of("ada");
    gateway = fleet.gateway(Map.of("API_KEYS", keys.file()));
    channel = fleet.channel(gateway);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static String head(String method, String path, String... lines) {
    return "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n".formatted(method, path)
        + String.join("", lines)
        + "\r\n";
  }

  @Test
  void head_thatIsTooLong_isRefused() throws Exception {
    try (RawHttp http = new RawHttp(gateway)) {
      http.send(head("GET", "/v1/models", "Authorization: Bearer " + LONG + "\r\n"));
      assertThat(http.line()).contains(" 431 ");
    }
    try (RawHttp http = new RawHttp(gateway)) {
      http.send(head("GET", "/v1/models?" + LONG));
      assertThat(http.line()).contains(" 414 ");
    }
  }

  @Test
  void metadata_thatIsTooLong_failsItsCallAlone() {
    GenerationServiceBlockingStub tooLong =
        GenerationServiceGrpc.newBlockingStub(Keys.with(channel, "x-anything", LONG))
            .withDeadlineAfter(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> tooLong.listModels(ListModelsRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(
            GenerationServiceGrpc.newBlockingStub(Keys.signed(channel, key))
                .listModels(ListModelsRequest.getDefaultInstance())
                .getModelsCount())
        .isEqualTo(1);
  }

  /** Nobody makes the gateway hold, or even wait for, a body before it has signed in. */
  @Test
  void body_ofNobody_isNotWaitedFor() throws Exception {
    for (String path : new String[] {"/v1/generations", "/v1/forward", "/v1/batches"}) {
      try (RawHttp http = new RawHttp(gateway)) {
        http.send(
            head(
                "POST",
                path,
                "Content-Type: application/json\r\n",
                "Expect: 100-continue\r\n",
                "Content-Length: 4000000\r\n"));
        assertThat(http.line()).as(path).startsWith("HTTP/1.1 401");
      }
    }
  }
}
