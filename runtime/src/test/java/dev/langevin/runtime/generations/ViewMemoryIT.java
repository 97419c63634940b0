package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Size;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a queued generation costs every gateway and orchestrator. */
class ViewMemoryIT {
  private static final int COUNT = 100_000;
  private static final String PROMPT =
      "a red sailboat at sunset with mountains behind it, a lighthouse on the left, and two birds";

  @Test
  void apply_hundredThousandQueued_costsLittleHeapEach() throws Exception {
    View view = new View();
    long before = heap();
    for (int i = 0; i < COUNT; i++) {
      Work work = work(i);
      assertThat(apply(view, Snapshots.queued(work))).isInstanceOf(Verdict.Accepted.class);
    }
    long each = (heap() - before) / COUNT;
    System.out.printf(
        "%,d queued generations: %d bytes of heap each; their snapshots have %d%n",
        COUNT, each, Snapshots.queued(work(0)).getSerializedSize());
    assertThat(each).isLessThan(1_500);
    assertThat(view.count(Stage.UNFINISHED)).isEqualTo(COUNT);
    assertThat(view.unfinishedBytes()).isBetween(300L * COUNT, 400L * COUNT);
  }

  @Test
  void unfinishedBytes_asTheyEndOrGo_becomeNothing() {
    View view = new View();
    Work first = work(1);
    Work second = work(2);
    apply(view, Snapshots.queued(first));
    apply(view, Snapshots.queued(second));
    long both = view.unfinishedBytes();

    apply(view, Snapshots.cancelled(Snapshots.queued(first), Instant.now()));
    assertThat(view.unfinishedBytes()).isBetween(1L, both - 300);
    view.remove(second.getGenerationId());
    assertThat(view.unfinishedBytes()).isZero();
  }

  private static Verdict apply(View view, Snapshot next) {
    return view.apply(next.getGeneration().getId(), 0, next, Overruling.NONE);
  }

  private static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** As a gateway completes it. */
  static Work work(int i) {
    return Work.newBuilder()
        .setGenerationId(UUID.randomUUID().toString().replace("-", ""))
        .setWorkId(UUID.randomUUID().toString().replace("-", ""))
        .setRequestHash(ByteString.copyFrom(new byte[32]))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(Instant.now()))
        .setRequestId("cli-" + UUID.randomUUID())
        .setRequest(
            GenerationRequest.newBuilder()
                .setPrompt(PROMPT + " " + i)
                .setNegativePrompt("fog")
                .setModel("storybook@1")
                .setSampler("dpmpp_2m")
                .setSize(Size.newBuilder().setWidth(64).setHeight(64))
                .setSteps(20)
                .setGuidanceScale(4)
                .setSeed(i)
                .setCount(1)
                .setPriority(Priority.PRIORITY_INTERACTIVE)
                .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(86_400)))
        .build();
  }
}
