package dev.langevin.client.png;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.client.CommandException;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The request that makes a picture again, from the picture's metadata.
 *
 * @param request the request of just this picture
 * @param modelDigest digest of the files of the model that made it; empty if unknown
 */
public record PngRequest(GenerationRequest request, String modelDigest) {
  /** Ours: {@code {"format":1,"model":{"name":…,"digest":…},"request":{…}}}. */
  private static final String OURS = "langevin";

  private static final int FORMAT = 1;

  /** The one that the common user interfaces write and read. */
  private static final String COMMON = "parameters";

  private static final int FILE_LIMIT = 256 << 20;

  /**
   * Reads it.
   *
   * @param option the option that named the file
   * @throws CommandException if the file can't be read or says nothing about how it was made
   */
  public static PngRequest read(String option, Path file) {
    Map<String, String> texts;
    try {
      if (Files.isDirectory(file)) {
        throw CommandException.file(option, file, "is a directory");
      }
      if (Files.notExists(file)) {
        throw CommandException.file(option, file, "does not exist");
      }
      if (Files.size(file) > FILE_LIMIT) {
        throw CommandException.file(option, file, "is larger than " + FILE_LIMIT + " bytes");
      }
      texts = PngText.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw CommandException.file(option, file, CommandException.reason(e));
    }
    if (texts.containsKey(OURS)) {
      return parse(option, file, texts.get(OURS));
    }
    if (texts.containsKey(COMMON)) {
      return new PngRequest(CommonParameters.parse(option, file, texts.get(COMMON)), "");
    }
    throw CommandException.file(
        option, file, "holds neither a \"langevin\" nor a \"parameters\" text");
  }

  private static PngRequest parse(String option, Path file, String json) {
    try {
      JsonObject text = object("the text", JsonParser.parseString(json));
      JsonPrimitive format = primitive("format", text.get("format"));
      if (!format.isNumber()) {
        throw new JsonParseException("format is not a number");
      }
      if (!new JsonPrimitive(FORMAT).equals(format)) {
        throw CommandException.file(
            option, file, "holds a \"langevin\" text of format " + format + ", not " + FORMAT);
      }
      GenerationRequest.Builder request = GenerationRequest.newBuilder();
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(object("request", text.get("request")).toString(), request);
      JsonElement model = text.get("model");
      JsonElement digest = model == null ? null : object("model", model).get("digest");
      return new PngRequest(
          request.build(), digest == null ? "" : primitive("digest", digest).getAsString());
    } catch (InvalidProtocolBufferException | JsonParseException e) {
      // The parsers' own exceptions begin with the name of the one that they wrap.
      Throwable told = e.getCause() instanceof IOException read ? read : e;
      throw CommandException.file(
          option, file, "holds a \"langevin\" text that can't be read: " + told.getMessage());
    }
  }

  private static JsonPrimitive primitive(String field, JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      return primitive;
    }
    throw new JsonParseException(field + " is not a plain value");
  }

  private static JsonObject object(String field, JsonElement value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new JsonParseException(field + " is not an object");
  }
}
