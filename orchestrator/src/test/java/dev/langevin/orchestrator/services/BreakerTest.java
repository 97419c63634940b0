package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private long now = -5; // times may be negative
  private final Breaker breaker = new Breaker(() -> now);

  @Test
  void enter_closed_letsAllThrough() {
    Breaker.Pass one = enter();
    enter().answered();
    one.answered();
    assertThat(breaker.problem()).isEmpty();
  }

  @Test
  void enter_afterAFailure_letsNoneThroughForAPause() {
    enter().failed();
    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.problem()).isEqualTo("it failed just now");
    after(99);
    assertThat(breaker.enter()).isEmpty();
    after(1);
    assertThat(breaker.enter()).isPresent();
  }

  @Test
  void enter_pauseIsOver_letsOneThroughOfManyAtOnce() throws Exception {
    enter().failed();
    after(100);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Breaker.Pass>>> calls =
          IntStream.range(0, 100).mapToObj(i -> threads.submit(breaker::enter)).toList();
      int through = 0;
      for (Future<Optional<Breaker.Pass>> call : calls) {
        through += call.get().isPresent() ? 1 : 0;
      }
      assertThat(through).isOne();
    }
    assertThat(breaker.problem()).contains("one call finds out");
  }

  @Test
  void answered_byTheTrial_closes() {
    enter().failed();
    after(100);
    enter().answered();
    enter().failed();
    after(100);
    assertThat(breaker.enter()).isPresent();
  }

  @Test
  void failed_byTrialsAgainAndAgain_doublesThePauseUpToALimit() {
    enter().failed();
    for (int pause : new int[] {100, 200, 400, 800, 1600, 3200, 6400, 6400}) {
      after(pause - 1);
      assertThat(breaker.enter()).as("before %d ms", pause).isEmpty();
      after(1);
      enter().failed();
    }
  }

  @Test
  void failed_byManyCallsOfBefore_isOneFailure() {
    List<Breaker.Pass> calls = IntStream.range(0, 24).mapToObj(i -> enter()).toList();
    calls.forEach(Breaker.Pass::failed);
    after(100);
    assertThat(breaker.enter()).isPresent();
    calls.forEach(Breaker.Pass::failed);
    calls.forEach(Breaker.Pass::answered);
    assertThat(breaker.problem()).contains("one call finds out");
  }

  @Test
  void close_ofATrialThatToldNothing_leavesItToAnother() {
    enter().failed();
    after(100);
    Breaker.Pass trial = enter();
    trial.close();
    Breaker.Pass next = enter();
    trial.failed();
    next.answered();
    assertThat(breaker.problem()).isEmpty();
  }

  @Test
  void blamed_inEveryState_opensAndPausesGrow() {
    breaker.blamed();
    breaker.blamed();
    after(100);
    breaker.blamed();
    after(199);
    assertThat(breaker.enter()).isEmpty();
    after(1);
    enter();
    breaker.blamed();
    after(399);
    assertThat(breaker.enter()).isEmpty();
    after(1);
    assertThat(breaker.enter()).isPresent();
  }

  private Breaker.Pass enter() {
    return breaker.enter().orElseThrow();
  }

  private void after(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
