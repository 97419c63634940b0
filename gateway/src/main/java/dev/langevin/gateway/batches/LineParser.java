package dev.langevin.gateway.batches;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.runtime.config.Spelling;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a line of a batch: a request in protobuf's JSON form, and its custom_id. */
final class LineParser {
  private static final String CUSTOM_ID = "custom_id";
  private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);
  private static final Pattern PLACE = Pattern.compile(" at line \\d+ column (\\d+) path .*");
  private static final List<String> FIELDS = fields();

  /**
   * A line that could be read.
   *
   * @param customId what its maker calls it; null if it has no name
   */
  record Parsed(String customId, GenerationRequest request) {}

  private LineParser() {}

  /** Reads a line; the exception says where it can't be read, and why. */
  static Parsed parse(byte[] bytes) throws BadLineException {
    JsonObject line = object(text(bytes));
    JsonElement customId = line.remove(CUSTOM_ID);
    refuseUnknown(line);
    GenerationRequest.Builder request = GenerationRequest.newBuilder();
    try {
      JsonFormat.parser().merge(line.toString(), request);
    } catch (InvalidProtocolBufferException e) {
      throw new BadLineException("not a generation request: " + e.getMessage());
    }
    return new Parsed(customId == null ? null : customId(customId), request.build());
  }

  private static String text(byte[] bytes) throws BadLineException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadLineException("the line is not valid UTF-8");
    }
  }

  private static JsonObject object(String text) throws BadLineException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    JsonElement element;
    try {
      element = JSON.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new BadLineException("malformed JSON: more than one value");
      }
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new BadLineException(malformed(e));
    }
    if (!element.isJsonObject()) {
      throw new BadLineException("a JSON object is needed, {\"prompt\": …}");
    }
    return element.getAsJsonObject();
  }

  private static String malformed(Exception e) {
    Throwable cause = e.getCause() instanceof IOException inner ? inner : e;
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    Matcher place = PLACE.matcher(message);
    return place.find()
        ? "malformed JSON at column " + place.group(1)
        : "malformed JSON: the line ends too early";
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

  private static void refuseUnknown(JsonObject line) throws BadLineException {
    for (String name : line.keySet()) {
      if (!FIELDS.contains(name)) {
        throw new BadLineException(
            "%s is not a field of a request; did you mean %s?"
                .formatted(RequestRules.shown(name), Spelling.nearest(name, FIELDS)));
      }
    }
  }

  /** Each field by both of its names, as protobuf's JSON form has it. */
  private static List<String> fields() {
    List<String> names = new ArrayList<>();
    for (FieldDescriptor field : GenerationRequest.getDescriptor().getFields()) {
      names.add(field.getName());
      if (!field.getJsonName().equals(field.getName())) {
        names.add(field.getJsonName());
      }
    }
    return List.copyOf(names);
  }
}
