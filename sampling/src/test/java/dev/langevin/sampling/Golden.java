package dev.langevin.sampling;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference figures: from the directory in {@code langevin.golden}, else the test resources.
 */
public final class Golden {
  private Golden() {}

  public static JsonObject read(String name) {
    try (Reader reader = open(name);
        JsonReader json = new JsonReader(reader)) {
      json.setStrictness(Strictness.LENIENT); // -Infinity occurs
      return JsonParser.parseReader(json).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reader open(String name) throws IOException {
    String directory = System.getProperty("langevin.golden");
    if (directory == null) {
      return new InputStreamReader(
          Golden.class.getResourceAsStream("/golden/" + name), StandardCharsets.UTF_8);
    }
    // Maven runs tests in the module's directory; people give paths from the root.
    Path here = Path.of(directory, name);
    return Files.newBufferedReader(Files.exists(here) ? here : Path.of("..").resolve(here));
  }

  public static float[] floats(String base64) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    float[] values = new float[bytes.capacity() / Float.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  public static Map<String, Object> map(JsonObject object) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.entrySet().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
    return map;
  }

  public static List<Double> numbers(JsonElement array) {
    List<Double> numbers = new ArrayList<>();
    if (array != null && !array.isJsonNull()) {
      ((JsonArray) array).forEach(each -> numbers.add(each.getAsDouble()));
    }
    return numbers;
  }

  private static Object value(JsonElement element) {
    if (element.isJsonNull()) {
      return null;
    }
    if (element.isJsonArray()) {
      List<Object> list = new ArrayList<>();
      element.getAsJsonArray().forEach(each -> list.add(value(each)));
      return list;
    }
    if (element.isJsonObject()) {
      return map(element.getAsJsonObject());
    }
    var primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    return primitive.isNumber() ? (Object) primitive.getAsDouble() : primitive.getAsString();
  }
}
