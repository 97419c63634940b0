package dev.langevin.client.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetriesTest {
  private static final StatusRuntimeException GONE = Status.UNAVAILABLE.asRuntimeException();

  private long now;
  private double jitter;

  @Test
  void after_serverThatWasNeverThere_givesUp() {
    assertThat(one().after(GONE, "a:1", false)).isEmpty();
  }

  @Test
  void after_serverThatCanBeStarted_triesAgain() {
    assertThat(one().after(GONE, "a:1", true)).isPresent();
  }

  @Test
  void after_severalServers_triesEachBeforeItGivesUp() {
    Retries three = retries(3);
    for (String address : new String[] {"a:1", "b:2"}) {
      Retries.Next next = three.after(GONE, address, false).orElseThrow();
      assertThat(next.pause()).isZero();
      assertThat(next.why()).isEqualTo("no server at " + address + ", trying the next");
    }
    assertThat(three.after(GONE, "c:3", false)).isEmpty();
  }

  @Test
  void after_severalServersThatLoseCalls_neverGoesOnWithoutAPause() {
    Retries two = retries(2);
    for (int i = 0; i < 10; i++) {
      two.reached();
      assertThat(two.after(GONE, "a:1", false).orElseThrow().pause()).isPositive();
    }
  }

  @Test
  void after_serverThatWasThere_pausesDoubleUpToALimitUntilPatienceEnds() {
    Retries one = one();
    one.reached();
    for (int millis : new int[] {250, 500, 1000, 2000, 4000, 5000, 5000}) {
      Retries.Next next = one.after(GONE, "a:1", false).orElseThrow();
      assertThat(next.pause()).isEqualTo(Duration.ofMillis(millis));
      assertThat(next.why()).isEqualTo("lost the server at a:1, trying again");
    }
    now += Retries.AWAY.toNanos() + 1;
    assertThat(one.after(GONE, "a:1", false)).isEmpty();
  }

  @Test
  void after_reachedInBetween_beginsAnew() {
    Retries one = one();
    for (int i = 0; i < 20; i++) {
      one.reached();
      assertThat(one.after(GONE, "a:1", false).orElseThrow().pause())
          .isEqualTo(Duration.ofMillis(250));
      now += Retries.AWAY.toNanos();
    }
  }

  @Test
  void after_serverThatIsStopping_isWaitedFor() {
    assertThat(one().after(because("STOPPING", Status.UNAVAILABLE), "a:1", false)).isPresent();
    assertThat(one().after(because("MODEL_UNUSABLE", Status.UNAVAILABLE), "a:1", false)).isEmpty();
  }

  @Test
  void after_weWereTooSlow_watchesAgain() {
    assertThat(one().after(because("READER_TOO_SLOW", Status.RESOURCE_EXHAUSTED), "a:1", false))
        .isPresent();
  }

  @Test
  void after_queueIsFull_waitsAsLongAsTheServerSays() {
    Retries one = one();
    jitter = 1;
    Retries.Next next = one.after(full(10), "a:1", false).orElseThrow();
    assertThat(next.pause()).isEqualTo(Duration.ofSeconds(12));
    assertThat(next.why()).isEqualTo("waiting for room: the queue is full");

    now += Retries.FULL.toNanos();
    assertThat(one.after(full(10), "a:1", false)).isEmpty();
    assertThat(one().after(Status.RESOURCE_EXHAUSTED.asRuntimeException(), "a:1", true)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OK", "UNAVAILABLE", "CANCELLED"})
  void after_refusal_givesUp(Status.Code code) {
    Retries one = one();
    one.reached();
    assertThat(one.after(code.toStatus().asRuntimeException(), "a:1", true)).isEmpty();
  }

  private Retries one() {
    return retries(1);
  }

  private Retries retries(int servers) {
    return new Retries(servers, () -> now, () -> jitter);
  }

  private static StatusRuntimeException because(String reason, Status status) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("langevin-reason", Metadata.ASCII_STRING_MARSHALLER), reason);
    return status.asRuntimeException(trailers);
  }

  private static StatusRuntimeException full(int seconds) {
    RetryInfo.Builder info = RetryInfo.newBuilder();
    info.getRetryDelayBuilder().setSeconds(seconds);
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
            .setMessage("the queue is full")
            .addDetails(Any.pack(info.build()))
            .build());
  }
}
