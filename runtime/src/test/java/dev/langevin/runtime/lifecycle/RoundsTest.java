package dev.langevin.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void roundThatThrows_isFollowedByTheNext() throws Exception {
    CountDownLatch rounds = new CountDownLatch(3);
    Rounds.Round broken =
        () -> {
          rounds.countDown();
          throw new IllegalStateException("this is meant to be seen in the log");
        };
    try (Rounds running = Rounds.start("test", PAUSE, broken)) {
      assertThat(running).isNotNull();
      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void start_makesTheFirstRoundAtOnce() throws Exception {
    CountDownLatch rounds = new CountDownLatch(1);
    try (Rounds running = Rounds.start("test", NEVER, rounds::countDown)) {
      assertThat(running).isNotNull();
      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void startLater_beginsWithThePause() throws Exception {
    AtomicInteger early = new AtomicInteger();
    CountDownLatch rounds = new CountDownLatch(1);
    try (Rounds never = Rounds.startLater("never", NEVER, early::incrementAndGet);
        Rounds soon = Rounds.startLater("soon", PAUSE, rounds::countDown)) {
      assertThat(never).isNotSameAs(soon);
      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(early).hasValue(0);
    }
  }

  @Test
  void close_interruptsTheRound() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Rounds.Round endless =
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.countDown();
          }
        };
    Rounds rounds = Rounds.start("test", PAUSE, endless);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    rounds.close();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
