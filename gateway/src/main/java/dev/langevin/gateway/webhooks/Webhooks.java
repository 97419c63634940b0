package dev.langevin.gateway.webhooks;

import dev.langevin.events.v1.DeliveryRecord;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.jobs.Bell;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.ListWebhookDeliveriesResponse;
import dev.langevin.v1.RedeliverWebhookRequest;
import dev.langevin.v1.Webhook;
import dev.langevin.v1.WebhookDelivery;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Webhooks as the API has them. */
public final class Webhooks {
  private static final int MOST_EVENTS = 16;

  private final WebhookConfig config;
  private final DeliveryLog log;
  private final Clock clock;

  private Webhooks(WebhookConfig config, DeliveryLog log, Clock clock) {
    this.config = config;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Begins to read what is to be sent and, if there is a secret to sign it with, to send.
   *
   * @param parts gets what has to be closed
   * @param connection Kafka's settings
   * @param subjects what is told about
   */
  public static Webhooks start(
      Parts parts,
      WebhookConfig config,
      KafkaConnection connection,
      Subjects subjects,
      Clock clock) {
    Bell bell = new Bell();
    DeliveryLog log = parts.add(new DeliveryLog(connection, clock, bell::ring));
    if (config.on()) {
      Announcer announcer = new Announcer(subjects, log, clock);
      Sender sender = parts.add(new Sender(config, Sender.TIMEOUT));
      Ownership ownership = parts.add(new Ownership(connection, bell::ring));
      subjects.listen(
          notice -> {
            announcer.hear(notice);
            bell.ring();
          });
      parts.add(new Dispatcher(ownership, log, announcer, sender, subjects, clock, bell));
    }
    return new Webhooks(config, log, clock);
  }

  /**
   * Checks what a new generation's maker wants to be told.
   *
   * @throws GatewayException if it can't be
   */
  public void check(Webhook webhook) {
    check(webhook, Events.OF_GENERATION);
  }

  /**
   * Checks what a new batch's maker wants to be told.
   *
   * @throws GatewayException if it can't be
   */
  public void checkOfBatch(Webhook webhook) {
    check(webhook, Events.OF_BATCH);
  }

  private void check(Webhook webhook, Set<Webhook.Event> possible) {
    if (!config.on()) {
      throw GatewayException.webhooksOff();
    }
    try {
      Destination.of(webhook.getUrl()).requireAllowed(config.privateAddresses());
    } catch (IllegalArgumentException e) {
      throw GatewayException.invalid(
          "webhook.url: %s: %s".formatted(RequestRules.shown(webhook.getUrl()), e.getMessage()));
    }
    for (int i = 0; i < webhook.getEventsCount(); i++) {
      Webhook.Event event = webhook.getEvents(i);
      if (!possible.contains(event)) {
        throw GatewayException.invalid(
            "webhook.events: %s is not one of %s"
                .formatted(
                    event == Webhook.Event.UNRECOGNIZED ? webhook.getEventsValue(i) : event,
                    possible.stream().map(Enum::name).collect(Collectors.joining(", "))));
      }
    }
    if (webhook.getEventsCount() > MOST_EVENTS) {
      throw GatewayException.invalid(
          "webhook.events: %d are more than %d".formatted(webhook.getEventsCount(), MOST_EVENTS));
    }
  }

  /** A page of a tenant's deliveries, newest first. */
  public ListWebhookDeliveriesResponse list(String tenant, ListWebhookDeliveriesRequest request) {
    RequestRules.check(request);
    int size = RequestRules.pageSize(request.getPageSize());
    Cursor after = RequestRules.cursor(request.getPageToken()).orElse(null);
    List<WebhookDelivery> found =
        log.view()
            .list(
                after,
                size + 1,
                record -> owns(tenant, record) && wanted(request, record.getDelivery()));
    List<WebhookDelivery> page = found.subList(0, Math.min(size, found.size()));
    ListWebhookDeliveriesResponse.Builder response =
        ListWebhookDeliveriesResponse.newBuilder().addAllDeliveries(page);
    if (found.size() > size) {
      response.setNextPageToken(RequestRules.token(DeliveryView.place(page.getLast())));
    }
    return response.build();
  }

  private static boolean owns(String tenant, DeliveryRecord record) {
    return Tenants.of(record.getTenant()).equals(tenant);
  }

  private static boolean wanted(ListWebhookDeliveriesRequest request, WebhookDelivery delivery) {
    return (request.getBatchId().isEmpty() || request.getBatchId().equals(delivery.getBatchId()))
        && (request.getGenerationId().isEmpty()
            || request.getGenerationId().equals(delivery.getGenerationId()))
        && (request.getStatesCount() == 0 || request.getStatesList().contains(delivery.getState()));
  }

  /** Has a tenant's delivery sent again. */
  public WebhookDelivery again(String tenant, RedeliverWebhookRequest request) {
    RequestRules.checkFields(request);
    if (!config.on()) {
      throw GatewayException.webhooksOff();
    }
    DeliveryRecord known =
        log.view()
            .get(request.getId())
            .filter(record -> owns(tenant, record))
            .orElseThrow(
                () -> GatewayException.unknownDelivery(RequestRules.shown(request.getId())));
    DeliveryRecord again = Deliveries.again(known, clock.instant());
    log.put(again);
    return again.getDelivery();
  }
}
