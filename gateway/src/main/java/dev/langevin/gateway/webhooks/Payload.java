package dev.langevin.gateway.webhooks;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.gateway.json.Json;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Webhook;
import java.nio.charset.StandardCharsets;

/** The body of a delivery: {@code {"type", "timestamp", "data"}}. */
final class Payload {
  private Payload() {}

  /** The event, and the generation as it stands now. */
  static byte[] of(Generation generation, Webhook.Event event) {
    JsonObject body = new JsonObject();
    body.addProperty("type", "generation." + Deliveries.name(event));
    body.addProperty("timestamp", Announcer.happened(generation).toString());
    body.add("data", JsonParser.parseString(Json.of(generation)));
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
