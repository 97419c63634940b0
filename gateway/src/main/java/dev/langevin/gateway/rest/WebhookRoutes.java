package dev.langevin.gateway.rest;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import java.util.List;

/** The table of webhooks' deliveries. */
final class WebhookRoutes {
  private static final String DELIVERIES = "/v1/webhook-deliveries";
  private static final String STATES =
      "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/WebhookDelivery.State\"}}";

  private WebhookRoutes() {}

  static List<Route> of(Api api) {
    WebhookHandlers deliveries = new WebhookHandlers(api);
    return List.of(
        Route.brief("GET", DELIVERIES, Scope.READ, list(), new StatusJson(), deliveries::list),
        Route.brief(
            "POST",
            DELIVERIES + "/{id}:redeliver",
            Scope.WRITE,
            redeliver(),
            new StatusJson(),
            deliveries::redeliver));
  }

  private static Operation list() {
    return new Operation(
        "listWebhookDeliveries",
        "webhooks",
        "",
        List.of(
            RestRoutes.PAGE_SIZE,
            RestRoutes.PAGE_TOKEN,
            Parameter.query("generation_id", Parameter.TEXT, "Only those about this generation."),
            Parameter.query("batch_id", Parameter.TEXT, "Only those about this batch."),
            Parameter.query("states", STATES, "Only those in one of these states.")),
        "",
        List.of(Answer.json(200, "A page.", "ListWebhookDeliveriesResponse")),
        StatusJson.SCHEMA);
  }

  private static Operation redeliver() {
    return new Operation(
        "redeliverWebhook",
        "webhooks",
        "",
        List.of(Parameter.path("id", "The delivery's id.")),
        "",
        List.of(Answer.json(200, "The delivery, on its way.", "RedeliverWebhookResponse")),
        StatusJson.SCHEMA);
  }
}
