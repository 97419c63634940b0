package dev.langevin.gateway.batches;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.json.MalformedJson;
import dev.langevin.gateway.json.MessageJson;
import dev.langevin.gateway.json.StrictJson;
import dev.langevin.v1.GenerationRequest;

/** Reads a line of a batch: a request in protobuf's JSON form, and its custom_id. */
final class LineParser {
  private static final String CUSTOM_ID = "custom_id";

  /**
   * A line that could be read.
   *
   * @param customId what its maker calls it; null if it has no name
   */
  record Parsed(String customId, GenerationRequest request) {}

  private LineParser() {}

  /** Reads a line; the exception says where it can't be read, and why. */
  static Parsed parse(byte[] bytes) throws BadLineException {
    JsonObject line = object(bytes);
    JsonElement customId = line.remove(CUSTOM_ID);
    try {
      GenerationRequest request = MessageJson.read(line, GenerationRequest.getDefaultInstance());
      return new Parsed(customId == null ? null : customId(customId), request);
    } catch (GatewayException e) {
      throw new BadLineException(e.getMessage());
    }
  }

  private static JsonObject object(byte[] bytes) throws BadLineException {
    try {
      if (StrictJson.parse(bytes) instanceof JsonObject object) {
        return object;
      }
    } catch (MalformedJson e) {
      throw new BadLineException("malformed JSON: " + e.withinLine());
    }
    throw new BadLineException("a JSON object is needed, {\"prompt\": …}");
  }

  private static String customId(JsonElement value) throws BadLineException {
    boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    String id = text ? value.getAsString() : "";
    int length = id.codePointCount(0, id.length());
    if (length < 1
        || length > BatchRules.CUSTOM_ID
        || id.chars().anyMatch(Character::isISOControl)) {
      throw new BadLineException(
          "custom_id: %s is not a text of 1 to %d characters without control characters"
              .formatted(RequestRules.shown(value.toString()), BatchRules.CUSTOM_ID));
    }
    return id;
  }
}
