package dev.langevin.gateway.webhooks;

import dev.langevin.v1.Batch;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import dev.langevin.v1.Webhook.Event;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What happens to generations and batches, as webhooks call it. Pure. */
final class Events {
  /** Those of a generation. */
  static final Set<Event> OF_GENERATION =
      Collections.unmodifiableSet(
          EnumSet.of(
              Event.EVENT_QUEUED,
              Event.EVENT_RUNNING,
              Event.EVENT_SUCCEEDED,
              Event.EVENT_FAILED,
              Event.EVENT_CANCELLED,
              Event.EVENT_FILTERED));

  /** Those of a batch. */
  static final Set<Event> OF_BATCH =
      Collections.unmodifiableSet(
          EnumSet.of(Event.EVENT_COMPLETED, Event.EVENT_FAILED, Event.EVENT_CANCELLED));

  private static final Set<Event> ENDS =
      EnumSet.of(
          Event.EVENT_SUCCEEDED,
          Event.EVENT_COMPLETED,
          Event.EVENT_FAILED,
          Event.EVENT_CANCELLED,
          Event.EVENT_FILTERED);

  private Events() {}

  /** What a generation's state is to its webhook; empty if that does not want to know. */
  static Optional<Event> of(Generation generation) {
    Event event =
        switch (generation.getState()) {
          case STATE_QUEUED -> Event.EVENT_QUEUED;
          case STATE_RUNNING -> Event.EVENT_RUNNING;
          case STATE_SUCCEEDED -> Event.EVENT_SUCCEEDED;
          case STATE_FAILED -> Event.EVENT_FAILED;
          case STATE_CANCELLED -> Event.EVENT_CANCELLED;
          case STATE_FILTERED -> Event.EVENT_FILTERED;
          case STATE_UNSPECIFIED, UNRECOGNIZED -> Event.EVENT_UNSPECIFIED;
        };
    return wanted(generation.hasWebhook(), generation.getWebhook(), event);
  }

  /** What a batch's state is to its webhook; empty if that does not want to know. */
  static Optional<Event> of(Batch batch) {
    Event event =
        switch (batch.getState()) {
          case STATE_COMPLETED -> Event.EVENT_COMPLETED;
          case STATE_FAILED -> Event.EVENT_FAILED;
          case STATE_CANCELLED -> Event.EVENT_CANCELLED;
          case STATE_RUNNING, STATE_PAUSED, STATE_CANCELLING, STATE_UNSPECIFIED, UNRECOGNIZED ->
              Event.EVENT_UNSPECIFIED;
        };
    return wanted(batch.hasWebhook(), batch.getWebhook(), event);
  }

  /** The event's name in small letters, such as succeeded. */
  static String name(Event event) {
    return event.name().replaceFirst("^EVENT_", "").toLowerCase(Locale.ROOT);
  }

  private static Optional<Event> wanted(boolean there, Webhook webhook, Event event) {
    List<Event> wanted = webhook.getEventsList();
    boolean wants = wanted.isEmpty() ? ENDS.contains(event) : wanted.contains(event);
    return there && wants ? Optional.of(event) : Optional.empty();
  }
}
