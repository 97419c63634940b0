package dev.langevin.gateway.system;

import static dev.langevin.v1.Priority.PRIORITY_BATCH;
import static dev.langevin.v1.Priority.PRIORITY_INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.langevin.runtime.generations.Depth;
import dev.langevin.runtime.generations.Kind;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueuesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void of_kinds_addsUpThoseOfAPool() {
    Map<Kind, Depth> depths =
        Map.of(
            new Kind("default", "a@1", "euler", PRIORITY_INTERACTIVE, "default"),
                new Depth(2, 1, NOW.minusSeconds(3)),
            new Kind("default", "b@1", "ddim", PRIORITY_INTERACTIVE, "default"),
                new Depth(1, 0, NOW.minusSeconds(9)),
            new Kind("default", "b@1", "ddim", PRIORITY_BATCH, "gpu"),
                new Depth(0, 4, Instant.MAX));
    List<QueueStatus> queues = Queues.of(depths, Map.of("idle", 1), Map.of(), NOW);
    assertThat(queues)
        .containsExactly(
            queue("default", PRIORITY_INTERACTIVE, 3, 1, 9),
            queue("default", PRIORITY_BATCH, 0, 0, 0),
            queue("gpu", PRIORITY_INTERACTIVE, 0, 0, 0),
            queue("gpu", PRIORITY_BATCH, 0, 4, 0),
            queue("idle", PRIORITY_INTERACTIVE, 0, 0, 0),
            queue("idle", PRIORITY_BATCH, 0, 0, 0));
  }

  @Test
  void problems_queueOfOneShardThatNobodyServes_isNamed() {
    Map<Kind, Depth> depths =
        Map.of(
            new Kind("a", "a@1", "euler", PRIORITY_BATCH, "default"), new Depth(2, 0, NOW),
            new Kind("b", "a@1", "euler", PRIORITY_BATCH, "default"), new Depth(1, 0, NOW),
            new Kind("a", "a@1", "euler", PRIORITY_INTERACTIVE, "default"), new Depth(4, 0, NOW),
            new Kind("a", "a@1", "euler", PRIORITY_BATCH, "gpu"), new Depth(0, 3, Instant.MAX),
            new Kind("a", "a@1", "euler", PRIORITY_INTERACTIVE, "gpu"), new Depth(1, 0, NOW));
    Map<WorkTopic, Long> slots =
        Map.of(
            new WorkTopic("default", PRIORITY_INTERACTIVE, 0), 24L,
            new WorkTopic("default", PRIORITY_BATCH, 0), 0L,
            new WorkTopic("gpu", PRIORITY_BATCH, 0), 0L,
            new WorkTopic("gpu", PRIORITY_INTERACTIVE, 0), 0L);
    assertThat(Queues.problems(depths, slots))
        .containsExactly(
            "3 jobs wait in work.default.batch, and no orchestrator takes work from it",
            "1 job waits in work.gpu.interactive, and no orchestrator takes work from it");
  }

  @Test
  void problems_queueThatNobodyWasAskedAboutYet_isNotSpokenOf() {
    Map<Kind, Depth> depths =
        Map.of(new Kind("a", "a@1", "euler", PRIORITY_BATCH, "default"), new Depth(2, 0, NOW));
    assertThat(Queues.problems(depths, Map.of())).isEmpty();
  }

  private static QueueStatus queue(
      String pool, Priority priority, int waiting, int running, long oldest) {
    return QueueStatus.newBuilder()
        .setPool(pool)
        .setPriority(priority)
        .setWaiting(waiting)
        .setRunning(running)
        .setOldestWait(Durations.fromSeconds(oldest))
        .build();
  }
}
