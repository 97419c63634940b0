package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import dev.langevin.v1.WebhookDelivery;
import dev.langevin.v1.WebhookDelivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

  private static final Set<Webhook.Event> USUAL =
      EnumSet.of(
          Webhook.Event.EVENT_SUCCEEDED, Webhook.Event.EVENT_FAILED, Webhook.Event.EVENT_CANCELLED);

  private Deliveries() {}

  /** What a generation's state is to its webhook; empty if that does not want to know. */
  static Optional<Webhook.Event> event(Generation generation) {
    Webhook.Event event =
        switch (generation.getState()) {
          case STATE_QUEUED -> Webhook.Event.EVENT_QUEUED;
          case STATE_RUNNING -> Webhook.Event.EVENT_RUNNING;
          case STATE_SUCCEEDED -> Webhook.Event.EVENT_SUCCEEDED;
          case STATE_FAILED -> Webhook.Event.EVENT_FAILED;
          case STATE_CANCELLED -> Webhook.Event.EVENT_CANCELLED;
          case STATE_UNSPECIFIED, UNRECOGNIZED -> Webhook.Event.UNRECOGNIZED;
        };
    List<Webhook.Event> wanted = generation.getWebhook().getEventsList();
    boolean wants = wanted.isEmpty() ? USUAL.contains(event) : wanted.contains(event);
    return generation.hasWebhook() && wants ? Optional.of(event) : Optional.empty();
  }

  /** The event's name in small letters, such as succeeded. */
  static String name(Webhook.Event event) {
    return event.name().replaceFirst("^EVENT_", "").toLowerCase(Locale.ROOT);
  }

  /** The delivery's id. */
  static String id(String generation, Webhook.Event event) {
    return generation + "." + name(event);
  }

  /** The event is to be told. */
  static DeliveryRecord first(Generation generation, Webhook.Event event, Instant now) {
    return DeliveryRecord.newBuilder()
        .setDelivery(
            WebhookDelivery.newBuilder()
                .setId(id(generation.getId(), event))
                .setGenerationId(generation.getId())
                .setEvent(event)
                .setUrl(generation.getWebhook().getUrl())
                .setState(State.STATE_PENDING)
                .setCreateTime(Snapshots.timestamp(now))
                .setNextTime(Snapshots.timestamp(now)))
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
