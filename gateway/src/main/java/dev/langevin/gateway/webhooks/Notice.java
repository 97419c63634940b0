package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import java.time.Instant;
import java.util.Optional;

/**
 * Something happened that a webhook is to be told.
 *
 * @param tenant whose generation or batch it is about
 * @param generationId which generation it is about; empty if it is about a batch
 * @param batchId which batch it is about; empty if it is about a generation
 * @param event what happened
 * @param url who is told
 * @param happened when
 */
record Notice(
    String tenant,
    String generationId,
    String batchId,
    Webhook.Event event,
    String url,
    Instant happened) {
  /** What a generation's webhook is to be told; empty for nothing. */
  static Optional<Notice> of(Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    return Events.of(generation)
        .map(
            event ->
                new Notice(
                    Tenants.of(snapshot),
                    generation.getId(),
                    "",
                    event,
                    generation.getWebhook().getUrl(),
                    happened(generation)));
  }

  /** What a batch's webhook is to be told; empty for nothing. */
  static Optional<Notice> of(BatchSnapshot snapshot) {
    Batch batch = snapshot.getBatch();
    return Events.of(batch)
        .map(
            event ->
                new Notice(
                    Tenants.of(snapshot),
                    "",
                    batch.getId(),
                    event,
                    batch.getWebhook().getUrl(),
                    happened(batch)));
  }

  /** The delivery's id. */
  String id() {
    return generationId + batchId + "." + Events.name(event);
  }

  /** When a generation came into its state. */
  static Instant happened(Generation generation) {
    if (Fold.ended(generation.getState())) {
      return Snapshots.instant(generation.getEndTime());
    }
    return Snapshots.instant(
        generation.hasStartTime() ? generation.getStartTime() : generation.getCreateTime());
  }

  /** When a batch that has ended did. */
  static Instant happened(Batch batch) {
    return Snapshots.instant(batch.getEndTime());
  }
}
