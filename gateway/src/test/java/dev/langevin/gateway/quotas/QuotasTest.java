package dev.langevin.gateway.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.generations.Standing;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasTest {
  private static final String FILE =
      """
      {"acme": {"running": 2, "queued": 3, "rows_per_minute": 1000},
       "waits": {"queued": 2},
       "runs": {"running": 10},
       "free": {},
       "*": {"running": 1, "batches": 2}}
      """;

  private final Map<String, Standing> standings = new HashMap<>();
  private final AtomicReference<QuotaFile> file = new AtomicReference<>(read(FILE));
  private final Quotas quotas =
      new Quotas(
          file::get,
          tenant -> standings.getOrDefault(tenant, Standing.NONE),
          (tenant, rows) -> (int) rows,
          more -> Duration.ofSeconds(7));

  private static QuotaFile read(String text) {
    return QuotaFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private String admitted(String tenant, long rows) {
    return quotas.admitted(tenant, rows, () -> "in");
  }

  private static void assertExceeded(ThrowingCallable call, Duration retry, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(e.reason()).isEqualTo("QUOTA_EXCEEDED");
              assertThat(e.retryDelay().orElse(null)).isEqualTo(retry);
              assertThat(e.getMessage()).contains(message);
            });
  }

  @Test
  void requireRoom_full_isRefusedAndTakesNoRoom() {
    standings.put("waits", new Standing(1, 0, 0));
    quotas.requireRoom("waits", 1);
    quotas.requireRoom("waits", 1);
    assertThat(admitted("waits", 1)).isEqualTo("in");

    standings.put("waits", new Standing(2, 0, 0));
    assertExceeded(() -> quotas.requireRoom("waits", 1), Duration.ofSeconds(7), "and 2 wait");
  }

  @Test
  void admitted_runningAndQueuedTogether_areTheLimit() {
    standings.put("acme", new Standing(4, 0, 0));
    assertThat(admitted("acme", 1)).isEqualTo("in");
    standings.put("acme", new Standing(1, 4, 0));
    assertExceeded(
        () -> admitted("acme", 1),
        Duration.ofSeconds(7),
        "tenant acme: 4 generations run and 1 wait, which is its quota (running 2, queued 3); try"
            + " again in 7 s");
  }

  @Test
  void admitted_withOneOfTheTwo_isItAlone() {
    standings.put("waits", new Standing(1, 100, 0));
    assertThat(admitted("waits", 1)).isEqualTo("in");
    standings.put("waits", new Standing(2, 0, 0));
    assertExceeded(() -> admitted("waits", 1), Duration.ofSeconds(7), "(running none, queued 2)");
    standings.put("other", new Standing(1, 0, 0));
    assertExceeded(() -> admitted("other", 1), Duration.ofSeconds(7), "tenant other: ");
    standings.put("free", new Standing(1_000_000, 1_000_000, 1_000_000_000));
    assertThat(admitted("free", 1_000_000)).isEqualTo("in");
  }

  @Test
  void admitted_rowsOfAMinute_areTheLimit() {
    standings.put("acme", new Standing(0, 0, 940));
    assertThat(admitted("acme", 60)).isEqualTo("in");
    assertExceeded(
        () -> admitted("acme", 80),
        Duration.ofSeconds(20),
        "940 rows were asked for within a minute, and 80 more are over its quota"
            + " (rows_per_minute 1,000); try again in 20 s");
    assertExceeded(
        () -> admitted("acme", 1001), null, "a generation of 1,001 rows is more than its quota");
    assertExceeded(() -> quotas.requirePossible("acme", 1001), null, "1,001 rows");
    quotas.requirePossible("acme", 1000);
    quotas.requirePossible("free", 1001);
  }

  /** What is being written is not in the log yet. */
  @Test
  void admitted_whatIsOnItsWay_counts() {
    quotas.admitted(
        "waits",
        1,
        () ->
            quotas.admitted(
                "waits",
                1,
                () -> {
                  assertExceeded(() -> admitted("waits", 1), Duration.ofSeconds(7), "and 2 wait");
                  return "in";
                }));
    assertThatThrownBy(
            () ->
                quotas.admitted(
                    "waits",
                    1,
                    () -> {
                      throw new IllegalStateException("Kafka is away");
                    }))
        .hasMessage("Kafka is away");
    assertThat(quotas.admitted("waits", 1, () -> admitted("waits", 1)))
        .as("no room is lost")
        .isEqualTo("in");
  }

  @Test
  void requireBatch_upToTheQuota() {
    quotas.requireBatch("anybody", 1);
    assertExceeded(
        () -> quotas.requireBatch("anybody", 2), null, "2 batches have not ended, which is its");
    quotas.requireBatch("acme", 1_000);
  }

  @Test
  void batch_leavesATenthToOthers() {
    assertThat(quotas.of("acme").linesAtOnce()).isEqualTo(1);
    assertThat(quotas.of("runs").linesAtOnce()).isEqualTo(9);
    assertThat(quotas.of("waits").linesAtOnce()).isEqualTo(1);
    assertThat(quotas.of("free").linesAtOnce()).isZero();
    assertThat(quotas.of("acme").batchRowsPerMinute()).isEqualTo(900);
    assertThat(quotas.of("free").batchRowsPerMinute()).isZero();
  }

  @Test
  void file_thatChanges_holdsAtOnce() {
    standings.put("acme", new Standing(5, 0, 0));
    assertExceeded(() -> admitted("acme", 1), Duration.ofSeconds(7), "tenant acme");
    file.set(read("{}"));
    assertThat(admitted("acme", 1)).isEqualTo("in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it is not an object of JSON",
        "{'a b': {}} | a tenant's name is neither * nor",
        "{'a': 7} | a. it is not an object",
        "{'a': {'runing': 7}} | a. an unknown member; known: batches, queued, rows_per_minute",
        "{'a': {'running': 0}} | a.running: 0 is not in 1..1000000000",
        "{'a': {'running': 1.5}} | a.running: it is not a whole number",
        "{'a': {'running': 'many'}} | a.running: it is not a whole number",
        "{'*': {'rows_per_minute': -1}} | *.rows_per_minute: -1 is not in 1.."
      },
      quoteCharacter = '"')
  void file_thatIsNone_namesTenantAndMember(String text, String message) {
    assertThatThrownBy(
            () ->
                read(text.replace("{'", "{\"").replace("':", "\":").replace("'many'", "\"many\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
