package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an attempt sees while others write the log that it looks at. */
class AttemptTest {
  private final World world = new World();
  private final Work work = world.queued(world.work("g1", World.request()));

  /** Runs once between the look at the fold and the answer. */
  private Runnable meanwhile = () -> {};

  /** What is answered in the place of the fold; null for the fold itself. */
  private Snapshot past;

  private final Attempt attempt =
      new Attempt(new Slow(), work, () -> world.now, Duration.ofMillis(200));

  private final class Slow implements Generations {
    @Override
    public Optional<Snapshot> get(String id) {
      Optional<Snapshot> seen = past == null ? world.generations.get(id) : Optional.of(past);
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
      return seen;
    }

    @Override
    public Snapshot append(Snapshot next) {
      return world.generations.append(next);
    }
  }

  @Test
  void check_claimIsFoldedWhileItLooks_isNotTakenForAnothers() throws Exception {
    CountDownLatch claiming = new CountDownLatch(1);
    CountDownLatch looked = new CountDownLatch(1);
    world.generations.beforeClaim =
        () -> {
          claiming.countDown();
          await(looked);
        };
    attempt.begin(UnaryOperator.identity());
    claiming.await();
    meanwhile =
        () -> {
          looked.countDown();
          assertThat(attempt.claimHeld()).isTrue();
        };

    assertThatCode(attempt::check).doesNotThrowAnyException();

    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_RUNNING);
  }

  @Test
  void check_readerBeganAnew_thePastSaysNothingAboutTheClaim() {
    Snapshot before = world.folded(work);
    attempt.begin(UnaryOperator.identity());
    attempt.confirmed();
    past = before;

    assertThatCode(attempt::check).doesNotThrowAnyException();
  }

  @Test
  void check_anotherClaimCameAfter_isFencedOff() {
    attempt.begin(UnaryOperator.identity());
    Snapshot held = attempt.confirmed();
    past = Snapshots.claim(work, held, "another", world.now);

    assertThatThrownBy(attempt::check)
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("FENCED");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
