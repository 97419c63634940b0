package dev.langevin.gateway.rest;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.RedeliverWebhookRequest;

/** What the routes of webhooks' deliveries do. */
record WebhookHandlers(Api api) {
  private static final int OK = 200;

  void list(Request request, Reply reply) throws InterruptedException {
    reply.json(
        OK,
        Json.of(
            api.deliveries(
                request.caller(),
                QueryJson.read(request, ListWebhookDeliveriesRequest.getDefaultInstance()))));
  }

  void redeliver(Request request, Reply reply) throws InterruptedException {
    reply.json(
        OK,
        Json.of(
            api.redeliver(
                request.caller(),
                RedeliverWebhookRequest.newBuilder().setId(request.param("id")).build())));
  }
}
