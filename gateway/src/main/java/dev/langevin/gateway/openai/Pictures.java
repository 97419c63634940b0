package dev.langevin.gateway.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.gateway.json.Json;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Warning;
import java.util.List;
import java.util.stream.Stream;

/** What answers and events say of a generation. */
final class Pictures {
  private Pictures() {}

  /** The members that answers and events have in common. */
  static JsonObject common(Generation generation, List<Warning> warnings) {
    JsonObject common = new JsonObject();
    common.addProperty("size", Sizes.text(generation.getRequest().getSize()));
    common.addProperty("output_format", "png");
    common.addProperty("generation", generation.getId());
    JsonArray array = new JsonArray();
    Stream.concat(warnings.stream(), generation.getWarningsList().stream())
        .forEach(warning -> array.add(JsonParser.parseString(Json.of(warning))));
    common.add("warnings", array);
    return common;
  }

  /** When the generation was accepted, in seconds since 1970. */
  static long created(Generation generation) {
    return generation.getCreateTime().getSeconds();
  }

  /** Nothing is counted in tokens here; clients expect the members. */
  static JsonObject usage() {
    JsonObject details = new JsonObject();
    details.addProperty("image_tokens", 0);
    details.addProperty("text_tokens", 0);
    JsonObject usage = new JsonObject();
    usage.addProperty("input_tokens", 0);
    usage.addProperty("output_tokens", 0);
    usage.addProperty("total_tokens", 0);
    usage.add("input_tokens_details", details);
    return usage;
  }
}
