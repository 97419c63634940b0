package dev.langevin.orchestrator.checkpoint;

import static dev.langevin.orchestrator.checkpoint.CheckpointTest.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.blob.Blob;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checkpoints of all jobs and of one, and their orphans. */
class CheckpointsTest {
  private static final OptionalInt SECOND = OptionalInt.of(2);

  private final MemoryBlobs blobs = new MemoryBlobs();
  private final Checkpoints checkpoints = new Checkpoints(blobs);

  @Test
  void farthest_severalAttempts_isTheOneWithTheMostDone() {
    checkpoints.write("g1", 1, at(9));
    checkpoints.write("g1", 2, at(5));
    checkpoints.write("g1", 2, at(12));
    checkpoints.write("g12", 3, at(20));

    assertThat(checkpoints.farthest("g1", c -> true).orElseThrow().evaluation()).isEqualTo(12);
    assertThat(checkpoints.farthest("g1", c -> c.evaluation() < 12).orElseThrow().evaluation())
        .isEqualTo(9);
    assertThat(checkpoints.farthest("g2", c -> true)).isEmpty();
  }

  @Test
  void farthest_corruptOnes_arePassedOver() {
    checkpoints.write("g1", 1, at(9));
    String torn = checkpoints.write("g1", 2, at(12));
    blobs.blobs.put(torn, new byte[] {1, 2, 3});
    blobs.blobs.put("g1/g1/something-else", new byte[0]);

    assertThat(checkpoints.farthest("g1", c -> true).orElseThrow().evaluation()).isEqualTo(9);
  }

  @Test
  void reached_beforeTheInterval_storesNothing() {
    Checkpointing slow = new Checkpointing(checkpoints, "g1", Duration.ofHours(1));
    slow.reached(SECOND, at(1));

    assertThat(slow.any()).isFalse();
    assertThat(blobs.blobs).isEmpty();
  }

  @Test
  void reached_claimNotConfirmed_storesNothingUntilItIs() {
    Checkpointing eager = new Checkpointing(checkpoints, "g1", Duration.ZERO);
    eager.reached(OptionalInt.empty(), at(1));
    assertThat(blobs.blobs).isEmpty();

    eager.keep(2);
    assertThat(blobs.blobs.keySet()).containsExactly("g1/g1/000002-000001");
  }

  @Test
  void reached_everyEvaluation_keepsTheLastTwo() {
    Checkpointing eager = new Checkpointing(checkpoints, "g1", Duration.ZERO);
    for (int evaluation = 1; evaluation <= 5; evaluation++) {
      eager.reached(SECOND, at(evaluation));
      eager.keep(2);
    }

    assertThat(blobs.blobs.keySet()).containsExactly("g1/g1/000002-000004", "g1/g1/000002-000005");
  }

  @Test
  void reached_whileOneIsWritten_doesNotWait() throws InterruptedException {
    CountDownLatch stalled = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    blobs.beforePut =
        () -> {
          stalled.countDown();
          await(goOn);
        };
    Checkpointing eager = new Checkpointing(checkpoints, "g1", Duration.ZERO);
    eager.reached(SECOND, at(1));
    stalled.await();
    eager.reached(SECOND, at(2));
    eager.reached(SECOND, at(3));
    goOn.countDown();
    eager.keep(2);

    assertThat(blobs.blobs.keySet()).containsExactly("g1/g1/000002-000001", "g1/g1/000002-000003");
  }

  @Test
  @Timeout(30)
  void keepAndDelete_storeThatStandsStill_areNotWaitedForLong() {
    CountDownLatch goOn = new CountDownLatch(1);
    blobs.beforePut = () -> await(goOn);
    Checkpointing stuck = new Checkpointing(checkpoints, "g1", Duration.ofHours(1));
    stuck.reached(SECOND, at(1));

    stuck.keep(2);
    stuck.delete();

    assertThat(goOn.getCount()).as("both returned while it stood still").isEqualTo(1);
    goOn.countDown();
  }

  @Test
  void farthestAndDelete_othersBlobsInTheSameStore_areLeftAlone() {
    checkpoints.write("g1", 1, at(9));
    String picture = "g1/g1/0-" + "ab".repeat(32);
    blobs.blobs.put(picture, new byte[10]);
    blobs.blobs.put("models/sd15/unet", new byte[10]);
    blobs.written = Instant.parse("2026-11-01T12:00:00Z");

    assertThat(checkpoints.all()).extracting(Blob::name).containsExactly("g1/g1/000001-000009");
    checkpoints.deleteAll("g1");
    assertThat(Orphans.sweep(checkpoints, id -> true, Instant.parse("2026-11-21T12:00:00Z")))
        .isZero();
    assertThat(blobs.blobs.keySet()).containsExactly(picture, "models/sd15/unet");
  }

  @Test
  void delete_whileOneIsWritten_leavesNone() {
    checkpoints.write("g1", 1, at(4));
    Checkpointing eager = new Checkpointing(checkpoints, "g1", Duration.ZERO);
    eager.reached(SECOND, at(1));
    eager.delete();

    assertThat(blobs.blobs).isEmpty();
  }

  @Test
  void sweep_endedAndAncient_areDeletedAndNoOthers() {
    final Instant now = Instant.parse("2026-11-21T12:00:00Z");
    String running = checkpoints.write("g1", 1, at(4));
    checkpoints.write("g2", 1, at(4));
    Set<String> ended = Set.of("g2");

    blobs.written = now.minusSeconds(1);
    assertThat(Orphans.sweep(checkpoints, ended::contains, now)).isZero();

    blobs.written = now.minus(Orphans.YOUNGEST).minusSeconds(1);
    assertThat(Orphans.sweep(checkpoints, ended::contains, now)).isEqualTo(1);
    assertThat(blobs.blobs.keySet()).containsExactly(running);

    blobs.written = now.minus(Orphans.OLDEST).minusSeconds(1);
    assertThat(Orphans.sweep(checkpoints, ended::contains, now)).isEqualTo(1);
    assertThat(blobs.blobs).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
