package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.await;
import static dev.langevin.gateway.Calls.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateBatchResponse;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Quotas at two gateways, which count what the log says. */
@Timeout(120)
class QuotasIT {
  /** A generation of 20 steps with guidance has 40 rows. */
  private static final String FILE =
      """
      {"waits": {"queued": 2}, "busy": {"rows_per_minute": 100}, "changes": {"queued": 1},
       "files": {"batches": 1, "rows_per_minute": 100, "running": 10}}
      """;

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Keys keys;
  private static Path file;
  private static ManagedChannel one;
  private static ManagedChannel other;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory.resolve("fleet"));
    keys = new Keys(directory);
    file = Files.writeString(directory.resolve("quotas.json"), FILE);
    Map<String, ?> settings = Map.of("API_KEYS", keys.file(), "QUOTAS", file);
    for (String tenant : new String[] {"waits", "busy", "changes", "files", "free"}) {
      KEYS.put(tenant, keys.of(tenant));
    }
    Gateway first = fleet.gateway(settings);
    one = fleet.channel(first);
    other = fleet.channel(fleet.gateway(settings));
    http = new HttpClients(first);
  }

  private static final Map<String, String> KEYS = new java.util.HashMap<>();

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  private static GenerationServiceBlockingStub as(String tenant, Channel channel) {
    return GenerationServiceGrpc.newBlockingStub(Keys.signed(channel, KEYS.get(tenant)));
  }

  private static void assertExceeded(ThrowingCallable call, long seconds, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(Statuses.reason(e)).isEqualTo("QUOTA_EXCEEDED");
              assertThat(e.getStatus().getDescription()).contains(message);
              assertThat(retrySeconds(e)).isBetween(1L, seconds);
            });
  }

  private static long retrySeconds(StatusRuntimeException e) {
    try {
      return StatusProto.fromThrowable(e)
          .getDetails(0)
          .unpack(RetryInfo.class)
          .getRetryDelay()
          .getSeconds();
    } catch (InvalidProtocolBufferException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void queued_atBothGateways_untilOneEnds() throws Exception {
    String first = create(as("waits", one), "w-1", "a").getId();
    create(as("waits", other), "w-2", "b");
    assertExceeded(() -> create(as("waits", one), "w-3", "c"), 60, "tenant waits: 0 generations");
    assertExceeded(() -> create(as("waits", other), "w-3", "c"), 60, "2 wait, which is its quota");
    assertThat(create(as("waits", one), "w-1", "a").getId())
        .as("what was accepted is found")
        .isEqualTo(first);
    create(as("free", one), "", "others are not concerned");
    Calls.cancel(as("waits", one), first);
    assertThat(create(as("waits", other), "w-3", "c").getId()).isNotEmpty();
  }

  @Test
  void rows_ofAMinute_sayWhenThereWillBeRoom() throws Exception {
    create(as("busy", one), "", "a");
    create(as("busy", other), "", "b");
    assertExceeded(
        () -> create(as("busy", one), "", "c"),
        60,
        "80 rows were asked for within a minute, and 40 more are over its quota");
    HttpResponse<String> refused =
        http.post(
            "/v1/generations",
            "{\"generation\": {\"prompt\": \"c\"}}",
            "X-Api-Key",
            KEYS.get("busy"));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("QUOTA_EXCEEDED");
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 60);
    assertThatThrownBy(() -> create(as("busy", one), request -> request.setSteps(20).setCount(4)))
        .hasMessageContaining("a generation of 160 rows is more than its quota");
  }

  @Test
  void file_thatChanges_holdsWithinSeconds() throws Exception {
    create(as("changes", one), "", "a");
    assertExceeded(() -> create(as("changes", one), "", "b"), 60, "tenant changes");
    Files.writeString(file, FILE.replace("\"queued\": 1}", "\"queued\": 5}"));
    await(
        () -> {
          try {
            return create(as("changes", one), "", "b").hasRequest();
          } catch (StatusRuntimeException e) {
            return false;
          }
        });
  }

  @Test
  void batch_carriesItsShare_andIsCounted() throws Exception {
    BatchHeader header = BatchHeader.newBuilder().setSkipInvalid(true).build();
    Channel files = Keys.signed(one, KEYS.get("files"));
    BatchUpload late = new BatchUpload(files, header).send("{\"prompt\": \"c\"}\n");
    CreateBatchResponse made =
        new BatchUpload(files, header)
            .send("{\"prompt\": \"a\"}\n{\"prompt\": \"b\", \"count\": 4}\n")
            .finish();
    assertThat(made.getBatch().getSkipped()).isEqualTo(1);
    assertThat(made.getBadLines(0).getMessage()).contains("160 rows is more than its quota");
    assertThatThrownBy(() -> new BatchUpload(files, header).send("{\"prompt\": \"a\"}\n").finish())
        .hasMessageContaining("tenant files: 1 batches have not ended");
    assertThatThrownBy(late::finish)
        .as("it began when there was none")
        .hasMessageContaining("tenant files: 1 batches have not ended");
    try (var log =
        dev.langevin.runtime.batches.BatchLog.open(
            dev.langevin.runtime.generations.KafkaConnection.plaintext(fleet.broker.address()))) {
      var snapshot = log.get(made.getBatch().getId()).orElseThrow();
      assertThat(snapshot.getLinesAtOnce()).isEqualTo(9);
      assertThat(snapshot.getRowsPerMinute()).isEqualTo(90);
      assertThat(snapshot.getTenant()).isEqualTo("files");
    }
  }
}
