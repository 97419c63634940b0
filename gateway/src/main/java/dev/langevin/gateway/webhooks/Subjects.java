package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Page;
import dev.langevin.runtime.generations.Selection;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook.Event;
import dev.langevin.v1.WebhookDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What webhooks are told about: generations, and batches.
 *
 * @param generations all of them
 * @param batches all of them
 * @param views a generation as clients see it, if it is still there
 */
public record Subjects(
    GenerationLog generations, BatchLog batches, Function<String, Optional<Generation>> views) {
  private static final int PAGE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /**
   * Tells of what happens from now on.
   *
   * @param heard called on the logs' threads; must not block
   */
  void listen(Consumer<Notice> heard) {
    generations.listenToAll(s -> Notice.of(s).ifPresent(heard));
    batches.listenToAll(s -> Notice.of(s).ifPresent(heard));
  }

  /** Tells of everything as it stands. */
  void each(Consumer<Notice> told) {
    Cursor cursor = null;
    do {
      Page page = generations.list(PAGE, cursor, Selection.ALL);
      for (Snapshot snapshot : page.snapshots()) {
        Notice.of(snapshot).ifPresent(told);
      }
      cursor = page.next();
    } while (cursor != null);
    List<BatchSnapshot> some;
    do {
      some = batches.list(PAGE, cursor, snapshot -> true);
      for (BatchSnapshot snapshot : some) {
        Notice.of(snapshot).ifPresent(told);
        cursor = BatchLog.cursor(snapshot);
      }
    } while (some.size() == PAGE);
  }

  /** The body of a delivery, with its subject as it stands now; empty if that was deleted. */
  Optional<byte[]> body(WebhookDelivery delivery) {
    Event event = delivery.getEvent();
    return delivery.getBatchId().isEmpty()
        ? generation(delivery.getGenerationId())
            .map(g -> Payload.of("generation", event, Notice.happened(g), g))
        : batch(delivery.getBatchId()).map(b -> Payload.of("batch", event, Notice.happened(b), b));
  }

  /** A gateway that has just started may not have read it yet. */
  private Optional<Generation> generation(String id) {
    generations.awaitEnd(PATIENCE);
    return views.apply(id);
  }

  private Optional<Batch> batch(String id) {
    return batches
        .get(id)
        .filter(snapshot -> !BatchFold.deleted(snapshot))
        .map(BatchSnapshot::getBatch);
  }
}
