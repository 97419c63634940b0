package dev.langevin.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON as RFC 8259 has it: UTF-8, no comments, no key twice. What is wrong is told with its
 * line and column.
 */
public final class StrictJson {
  static final int DEEPEST = 64;

  /** More than any double has; numbers beyond take long to make whole. */
  private static final int LARGEST_EXPONENT = 400;

  /** What a reader says of a place, as the end of its messages. */
  private static final Pattern PLACE =
      Pattern.compile("(.*?) at line (\\d+) column (\\d+) path .*", Pattern.DOTALL);

  private final JsonReader reader;

  private StrictJson(String text) {
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
  }

  /**
   * Parses the body of a request.
   *
   * @throws GatewayException INVALID_ARGUMENT naming line and column
   */
  public static JsonElement body(byte[] bytes) {
    try {
      return parse(bytes);
    } catch (MalformedJson e) {
      throw GatewayException.malformedBody(e.getMessage());
    }
  }

  /** Parses a document. */
  public static JsonElement parse(byte[] bytes) throws MalformedJson {
    StrictJson json = new StrictJson(text(bytes));
    try {
      JsonElement element = json.element(0);
      if (json.reader.peek() != JsonToken.END_DOCUMENT) {
        throw json.malformed("something follows the end");
      }
      return element;
    } catch (IOException e) {
      throw told(e.getMessage());
    }
  }

  private static String text(byte[] bytes) throws MalformedJson {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
    if (result.isError()) {
      throw new MalformedJson("not UTF-8 at byte " + in.position());
    }
    return text.flip().toString();
  }

  private JsonElement element(int depth) throws IOException, MalformedJson {
    if (depth > DEEPEST) {
      throw malformed("more than " + DEEPEST + " levels");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(depth);
      case BEGIN_ARRAY -> array(depth);
      case STRING -> new JsonPrimitive(whole(reader.nextString()));
      case NUMBER -> number();
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT -> throw malformed("a value is missing");
    };
  }

  private JsonObject object(int depth) throws IOException, MalformedJson {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = whole(reader.nextName());
      if (object.has(name)) {
        throw malformed("\"" + RequestRules.shown(name) + "\" is there twice");
      }
      object.add(name, element(depth + 1));
    }
    reader.endObject();
    return object;
  }

  private JsonArray array(int depth) throws IOException, MalformedJson {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(element(depth + 1));
    }
    reader.endArray();
    return array;
  }

  private JsonPrimitive number() throws IOException, MalformedJson {
    String digits = reader.nextString();
    try {
      BigDecimal number = new BigDecimal(digits);
      if (Math.abs((long) number.precision() - number.scale()) <= LARGEST_EXPONENT
          && number.precision() <= LARGEST_EXPONENT) {
        return new JsonPrimitive(number);
      }
    } catch (NumberFormatException e) {
      throw malformed("a number with too large an exponent");
    }
    throw malformed("a number with too many digits or too large an exponent");
  }

  /** Escapes can write halves of characters, which no UTF-8 can. */
  private String whole(String text) throws MalformedJson {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw malformed("half of a surrogate pair");
    }
    return text;
  }

  private MalformedJson malformed(String what) {
    return told(what + reader.toString().substring(JsonReader.class.getSimpleName().length()));
  }

  private static MalformedJson told(String message) {
    Matcher place = PLACE.matcher(message);
    if (!place.matches()) {
      return new MalformedJson(message);
    }
    String what = place.group(1).startsWith("Use JsonReader") ? "not JSON" : place.group(1);
    return new MalformedJson(what, place.group(2), place.group(3));
  }
}
