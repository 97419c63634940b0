package dev.langevin.runtime.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Overruling;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BatchViewTest {
  private static final int CHANGES = 20_000;

  @Test
  void apply_whileOthersRead_neverHidesTheBatch() {
    BatchView view = new BatchView();
    BatchSnapshot snapshot = first();
    apply(view, snapshot);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Long> hidden =
        CompletableFuture.supplyAsync(
            () -> {
              long missing = 0;
              while (!over.get()) {
                missing += view.get("b") == null ? 1 : 0;
                missing += view.list(1, null, any -> true).isEmpty() ? 1 : 0;
              }
              return missing;
            });
    for (int i = 0; i < CHANGES; i++) {
      snapshot = snapshot.toBuilder().setVersion(snapshot.getVersion() + 1).build();
      apply(view, snapshot);
    }
    over.set(true);

    assertThat(hidden.join()).isZero();
    assertThat(view.list(9, null, any -> true)).containsExactly(snapshot);
  }

  private static void apply(BatchView view, BatchSnapshot snapshot) {
    assertThat(view.apply("b", snapshot.getVersion(), snapshot, Overruling.NONE))
        .isInstanceOf(Verdict.Accepted.class);
  }

  private static BatchSnapshot first() {
    return BatchSnapshot.newBuilder()
        .setBatch(Batch.newBuilder().setId("b").setState(State.STATE_RUNNING))
        .setRequestHash(ByteString.copyFromUtf8("hash"))
        .setWorkId("work")
        .setBlob("b/0")
        .setVersion(1)
        .build();
  }
}
