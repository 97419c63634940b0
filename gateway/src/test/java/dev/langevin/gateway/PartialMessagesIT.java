package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages of which a part comes, and the rest does not: none of them may stay in memory. */
@Timeout(60)
class PartialMessagesIT {
  private static final int STREAMS = 50;

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Vertx vertx;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory.resolve("fleet"));
    vertx = Vertx.vertx();
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(1));
  }

  @AfterAll
  static void stop() {
    vertx.close();
    fleet.close();
  }

  @Test
  void ofNobody_areRefusedAndReset() throws Exception {
    Gateway gateway = fleet.gateway(Map.of("API_KEYS", new Keys(directory).file()));
    for (Partial partial : partials(gateway, "langevin.v1.GenerationService/CreateGeneration")) {
      assertThat(partial.status.get(20, TimeUnit.SECONDS)).as("UNAUTHENTICATED").isEqualTo("16");
      assertThat(partial.reset.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void thatNeverCome_areReset() throws Exception {
    Gateway gateway = fleet.gateway(Map.of("READER_PATIENCE", "1s"));
    List<Partial> all = new ArrayList<>();
    all.addAll(partials(gateway, "langevin.v1.GenerationService/CreateGeneration"));
    all.addAll(partials(gateway, "grpc.health.v1.Health/Check"));
    for (Partial partial : all) {
      assertThat(partial.reset.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Where anybody may call, messages are as small as theirs are. */
  @Test
  void largeMessage_ofHealth_isRefused() throws Exception {
    Partial partial = new Partial(fleet.gateway(), "grpc.health.v1.Health/Check");
    assertThat(partial.status.get(20, TimeUnit.SECONDS)).as("RESOURCE_EXHAUSTED").isEqualTo("8");
  }

  private static List<Partial> partials(Gateway gateway, String method) throws Exception {
    List<Partial> all = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      all.add(new Partial(gateway, method));
    }
    return all;
  }

  /** The first half of a message that says it has 512 KiB. */
  private static final class Partial {
    private static final int WHOLE = 512 << 10;

    final CompletableFuture<String> status = new CompletableFuture<>();
    final CompletableFuture<Boolean> reset = new CompletableFuture<>();

    Partial(Gateway gateway, String method) throws Exception {
      HttpClientRequest request =
          client
              .request(
                  new RequestOptions()
                      .setHost("127.0.0.1")
                      .setPort(gateway.port())
                      .setMethod(HttpMethod.POST)
                      .setURI("/" + method)
                      .putHeader("content-type", "application/grpc")
                      .putHeader("te", "trailers"))
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      request.exceptionHandler(failure -> reset.complete(true));
      request
          .response()
          .onComplete(
              response -> {
                response.exceptionHandler(failure -> reset.complete(true));
                response.endHandler(
                    nothing ->
                        status.complete(
                            response.headers().contains("grpc-status")
                                ? response.getHeader("grpc-status")
                                : response.getTrailer("grpc-status")));
              },
              failure -> reset.complete(true));
      request.write(Buffer.buffer().appendByte((byte) 0).appendInt(WHOLE));
      request.write(Buffer.buffer(new byte[1 << 10]));
    }
  }
}
