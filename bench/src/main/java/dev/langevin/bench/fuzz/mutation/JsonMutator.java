package dev.langevin.bench.fuzz.mutation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Changes keys and values of JSON objects, and now and then the text. */
public final class JsonMutator implements Mutator {
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();
  private static final int MOST_CHANGES = 4;
  private static final int DEEPEST = 20_000;

  private static final List<String> PIECES =
      List.of(
          "NaN",
          "-Infinity",
          "1e400",
          "-1e-400",
          "0123",
          "0x1F",
          "1_000",
          "tru",
          "'a'",
          "//c\n",
          "\"\\ud800\"",
          "\"\\u00\"",
          "\"\\x\"",
          ",",
          ",,",
          ":",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\0",
          "99999999999999999999999999999999999999",
          "1.7976931348623157e308",
          "\ufeff",
          "{}",
          "[]",
          "\"a\":1,\"a\":2",
          "/*");

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    JsonElement json = parse(Mutator.pick(seeds, random));
    List<JsonElement> pool = new ArrayList<>();
    collect(json, pool);
    collect(parse(Mutator.pick(seeds, random)), pool);
    for (int i = random.nextInt(1, MOST_CHANGES); i > 0; i--) {
      change(place(json, random), pool, random);
    }
    byte[] text = GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(6) == 0 ? textual(text, random) : text;
  }

  private static JsonElement parse(byte[] json) {
    return JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
  }

  private static void collect(JsonElement json, List<JsonElement> all) {
    all.add(json);
    if (json.isJsonObject()) {
      json.getAsJsonObject().asMap().values().forEach(each -> collect(each, all));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(each -> collect(each, all));
    }
  }

  /** A step down with two chances in three, so that a long list does not get all the changes. */
  private static JsonElement place(JsonElement json, SplittableRandom random) {
    List<JsonElement> inner = new ArrayList<>();
    if (json.isJsonObject()) {
      inner.addAll(json.getAsJsonObject().asMap().values());
    } else {
      inner.addAll(json.getAsJsonArray().asList());
    }
    inner.removeIf(JsonElement::isJsonNull);
    inner.removeIf(JsonElement::isJsonPrimitive);
    return inner.isEmpty() || random.nextInt(3) == 0
        ? json
        : place(Mutator.pick(inner, random), random);
  }

  private static void change(JsonElement place, List<JsonElement> pool, SplittableRandom random) {
    if (place instanceof JsonArray array) {
      int size = array.size();
      switch (size == 0 ? 0 : random.nextInt(4)) {
        case 0 -> array.add(value(pool, random));
        case 1 -> array.remove(random.nextInt(size));
        default -> array.set(random.nextInt(size), value(pool, random));
      }
      return;
    }
    JsonObject object = place.getAsJsonObject();
    if (object.isEmpty()) {
      object.add(Nasty.text(random), value(pool, random));
      return;
    }
    List<String> keys = List.copyOf(object.keySet());
    String key = Mutator.pick(keys, random);
    String other = Mutator.pick(keys, random);
    switch (random.nextInt(8)) {
      case 0 -> object.remove(key);
      case 1 -> {
        JsonElement moved = object.get(key);
        object.add(key, object.get(other));
        object.add(other, moved);
      }
      case 2 -> object.add(Nasty.text(random), object.remove(key));
      default -> object.add(key, value(pool, random));
    }
  }

  private static JsonElement value(List<JsonElement> pool, SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2, 3 -> new JsonPrimitive(Nasty.integer(random));
      case 4, 5 -> new JsonPrimitive(Nasty.number(random));
      case 6 -> new JsonPrimitive(Nasty.text(random));
      case 7 -> random.nextBoolean() ? new JsonObject() : new JsonArray();
      default -> Mutator.pick(pool, random).deepCopy();
    };
  }

  /** What no writer of JSON would write. */
  private static byte[] textual(byte[] json, SplittableRandom random) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(8));
    String piece =
        switch (random.nextInt(12)) {
          case 0 -> "[".repeat(random.nextInt(DEEPEST));
          case 1 -> "{\"a\":".repeat(random.nextInt(DEEPEST));
          case 2 -> "9".repeat(random.nextInt(1000));
          case 3 -> "\u00c3\u0028\u00ff"; // as Latin-1: not UTF-8
          default ->
              new String(
                  Mutator.pick(PIECES, random).getBytes(StandardCharsets.UTF_8),
                  StandardCharsets.ISO_8859_1);
        };
    return (text.substring(0, at) + piece + text.substring(end))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
