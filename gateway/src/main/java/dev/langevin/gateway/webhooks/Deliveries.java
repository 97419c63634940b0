package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.WebhookDelivery;
import dev.langevin.v1.WebhookDelivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The moves of a delivery, each as the record to append next. Pure. */
final class Deliveries {
  /** Which of two records of one delivery is the later one, in whatever order they are read. */
  static final Comparator<DeliveryRecord> ORDER =
      Comparator.comparingInt(DeliveryRecord::getRound)
          .thenComparingInt(DeliveryRecord::getAttempts);

  /** Between an attempt and the next one: soon at first, and about 28 hours in all. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(10));

  private Deliveries() {}

  /** The event is to be told. */
  static DeliveryRecord first(Notice notice, Instant now) {
    return DeliveryRecord.newBuilder()
        .setDelivery(
            WebhookDelivery.newBuilder()
                .setId(notice.id())
                .setGenerationId(notice.generationId())
                .setBatchId(notice.batchId())
                .setEvent(notice.event())
                .setUrl(notice.url())
                .setState(State.STATE_PENDING)
                .setCreateTime(Snapshots.timestamp(now))
                .setNextTime(Snapshots.timestamp(now)))
        .setTenant(notice.tenant())
        .build();
  }

  /**
   * It was tried.
   *
   * @param spread by which factor the pause is longer, so that not all that failed together come
   *     together; 1 to 1.2
   */
  static DeliveryRecord tried(
      DeliveryRecord record, Attempt attempt, Instant began, Instant now, double spread) {
    DeliveryRecord.Builder next = record.toBuilder().setAttempts(record.getAttempts() + 1);
    WebhookDelivery.Builder delivery =
        next.getDeliveryBuilder()
            .setAttempts(record.getDelivery().getAttempts() + 1)
            .setAttemptTime(Snapshots.timestamp(began))
            .setHttpStatus(attempt.status())
            .setError(attempt.error())
            .clearNextTime();
    if (attempt.succeeded()) {
      delivery.setState(State.STATE_DELIVERED);
    } else if (attempt.last() || next.getAttempts() > PAUSES.size()) {
      delivery.setState(State.STATE_FAILED);
    } else {
      long pause = (long) (PAUSES.get(record.getAttempts()).toMillis() * spread);
      delivery.setNextTime(Snapshots.timestamp(now.plusMillis(pause)));
    }
    return next.build();
  }

  /** It is to be sent again, at once. */
  static DeliveryRecord again(DeliveryRecord record, Instant now) {
    DeliveryRecord.Builder next = record.toBuilder().setRound(record.getRound() + 1).setAttempts(0);
    next.getDeliveryBuilder().setState(State.STATE_PENDING).setNextTime(Snapshots.timestamp(now));
    return next.build();
  }
}
