package dev.langevin.bench.chaos.load;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.GenerationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One batch of the load.
 *
 * @param requestId its request_id
 * @param recipes which request of the catalogue each line is; {@link #BAD} for one that can't be
 *     done
 * @param intent what its client wants of it
 * @param gateway where its client begins, 0 or 1
 */
public record BatchOrder(String requestId, List<Integer> recipes, BatchIntent intent, int gateway) {
  /** A line that no gateway accepts. */
  public static final int BAD = -1;

  private static final int ONE_BAD_OF = 10;

  /** A random one, with lines of recipes {@code first} to {@code last}. */
  static BatchOrder draw(
      Random random, String requestId, BatchIntent intent, int lines, int first, int last) {
    List<Integer> recipes = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      boolean bad = intent == BatchIntent.SKIP && i > 0 && random.nextInt(ONE_BAD_OF) == 0;
      recipes.add(bad ? BAD : random.nextInt(first, last + 1));
    }
    return new BatchOrder(requestId, List.copyOf(recipes), intent, random.nextInt(2));
  }

  /** How many lines can't be done. */
  public int bad() {
    return (int) recipes.stream().filter(recipe -> recipe == BAD).count();
  }

  /** What a line is called, counted from 1. */
  public String customId(int line) {
    return requestId + "/" + line;
  }

  /** What is said before the lines. */
  BatchHeader header() {
    return BatchHeader.newBuilder()
        .setRequestId(requestId)
        .setSkipInvalid(intent == BatchIntent.SKIP)
        .build();
  }

  /** The file. */
  String file(List<GenerationRequest> catalogue) {
    StringBuilder file = new StringBuilder();
    for (int line = 1; line <= recipes.size(); line++) {
      int recipe = recipes.get(line - 1);
      JsonObject json =
          recipe == BAD
              ? JsonParser.parseString("{\"prompt\": \"a tree\", \"steps\": 0}").getAsJsonObject()
              : json(catalogue.get(recipe));
      json.addProperty("custom_id", customId(line));
      file.append(json).append('\n');
    }
    return file.toString();
  }

  private static JsonObject json(GenerationRequest request) {
    try {
      return JsonParser.parseString(JsonFormat.printer().print(request)).getAsJsonObject();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a request has no JSON form", e);
    }
  }
}
