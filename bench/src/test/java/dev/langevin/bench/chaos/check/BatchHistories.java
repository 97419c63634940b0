package dev.langevin.bench.chaos.check;

import dev.langevin.bench.chaos.load.BatchIntent;
import dev.langevin.bench.chaos.load.BatchOrder;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes histories of batches by hand: all lines are of recipe 0. */
public final class BatchHistories {
  static final String ID = "batch1";
  static final String DIGEST = "aa11";

  final Set<String> ids = new LinkedHashSet<>(List.of(ID));
  final List<BatchSeen> seen = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();
  List<Line> followed = lines;
  List<Line> archived = lines;
  final Map<String, Long> made = new TreeMap<>();
  private final Map<String, String> pictures = new TreeMap<>();
  private final BatchOrder order;
  private Batch end;
  private long quietFrom = BatchRecord.NEVER;
  private long quietTo = BatchRecord.NEVER;
  private boolean cancelled;

  private BatchHistories(BatchIntent intent, int lines) {
    order = new BatchOrder("batch-1", Collections.nCopies(lines, 0), intent, 0);
    sees(0, Batch.State.STATE_RUNNING, 0, 0);
  }

  /** One that runs. */
  public static BatchHistories of(BatchIntent intent, int lines) {
    return new BatchHistories(intent, lines);
  }

  /** Its watcher is told something. */
  BatchHistories sees(long at, Batch.State state, int enqueued, int ended) {
    seen.add(new BatchSeen(at, state, enqueued, ended, ended));
    return this;
  }

  /** The next line succeeds, as without a fault. */
  BatchHistories succeeds() {
    return succeeds(DIGEST);
  }

  BatchHistories succeeds(String digest) {
    int number = lines.size() + 1;
    line("g" + number, State.STATE_SUCCEEDED, List.of(digest));
    pictures.put("%06d-0.png".formatted(number), digest);
    return this;
  }

  /** The next line is cancelled with its batch; it has a generation or none. */
  BatchHistories isCancelled(String generation) {
    return line(generation, State.STATE_CANCELLED, List.of());
  }

  BatchHistories line(String generation, State state, List<String> digests) {
    int number = lines.size() + 1;
    lines.add(new Line(number, order.customId(number), generation, state, "", digests));
    if (!generation.isEmpty()) {
      made.put(generation, 100L * number);
    }
    return this;
  }

  BatchHistories paused(long from, long to) {
    quietFrom = from;
    quietTo = to;
    return this;
  }

  BatchHistories cancelConfirmed(long at) {
    cancelled = true;
    quietFrom = at;
    return this;
  }

  /** All lines succeed, and it ends. */
  public BatchHistories completed() {
    while (lines.size() < order.recipes().size()) {
      succeeds();
    }
    return ends(Batch.State.STATE_COMPLETED);
  }

  /** It ends with counts that are right. */
  BatchHistories ends(Batch.State state) {
    int succeeded = (int) lines.stream().filter(l -> l.state() == State.STATE_SUCCEEDED).count();
    int cancelledLines =
        (int) lines.stream().filter(l -> l.state() == State.STATE_CANCELLED).count();
    return ends(
        Batch.newBuilder()
            .setId(ID)
            .setState(state)
            .setEnqueued(made.size())
            .setSucceeded(succeeded)
            .setCancelled(cancelledLines)
            .build());
  }

  BatchHistories ends(Batch batch) {
    end = batch;
    seen.add(BatchSeen.of(9000, batch));
    return this;
  }

  /** What a gateway tells in the end. */
  BatchListing listing(int gateway) {
    return new BatchListing(
        gateway,
        end == null ? Map.of() : Map.of(ID, end),
        Map.of(ID, List.copyOf(lines)),
        Map.of(ID, Map.copyOf(made)));
  }

  /** What is known in the end. */
  public BatchRecord record() {
    return new BatchRecord(
        order, 0, 1, ids, seen, followed, archived, pictures, quietFrom, quietTo, cancelled,
        List.of());
  }
}
