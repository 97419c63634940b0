package dev.langevin.gateway.webhooks;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import dev.langevin.gateway.json.Json;
import dev.langevin.v1.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The body of a delivery: {@code {"type", "timestamp", "data"}}. */
final class Payload {
  private Payload() {}

  /**
   * An event.
   *
   * @param kind of what it is about: generation, batch
   * @param happened when
   * @param data what it is about, as it stands now
   */
  static byte[] of(String kind, Webhook.Event event, Instant happened, Message data) {
    JsonObject body = new JsonObject();
    body.addProperty("type", kind + "." + Events.name(event));
    body.addProperty("timestamp", happened.toString());
    body.add("data", JsonParser.parseString(Json.of(data)));
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
