package dev.langevin.decoder.safety;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.decoder.image.Fitting;
import dev.langevin.decoder.image.Kernel;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a picture becomes a checker's {@code clip_input}, as the model's {@code
 * feature_extractor/preprocessor_config.json} says: the largest square around the middle, scaled,
 * from 0 to 1, less the mean, over the deviation, channel by channel. Without the file, what CLIP's
 * encoders of pictures were trained with (Radford et al., 2021, arXiv:2103.00020).
 *
 * @param width pixels that the network takes
 * @param height likewise
 * @param mean of red, green, blue
 * @param deviation of red, green, blue; none is 0
 * @param kernel with which pictures are scaled
 */
record CheckerInput(int width, int height, List<Float> mean, List<Float> deviation, Kernel kernel) {
  private static final int COLOURS = 3;
  private static final int SIDE = 224;
  private static final int MOST = 4096;

  private static final CheckerInput CLIP =
      new CheckerInput(
          SIDE,
          SIDE,
          List.of(0.48145466f, 0.4578275f, 0.40821073f),
          List.of(0.26862954f, 0.26130258f, 0.27577711f),
          Kernel.CUBIC);

  /** What a file says; ModelException naming it if it can't be used. */
  static CheckerInput read(Path file) {
    if (!Files.exists(file)) {
      return CLIP;
    }
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      int[] extent = extent(json.has("crop_size") ? json.get("crop_size") : json.get("size"));
      CheckerInput input =
          new CheckerInput(
              extent[1],
              extent[0],
              colours(json, "image_mean", CLIP.mean),
              colours(json, "image_std", CLIP.deviation),
              bilinear(json) ? Kernel.TRIANGLE : Kernel.CUBIC);
      input.check();
      return input;
    } catch (IOException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      throw ModelException.network(file, "not a picture's preparation: " + e.getMessage(), e);
    }
  }

  /** The values of a picture, plane by plane. */
  float[] of(Rgb picture) {
    Rgb fitting = Fitting.cover(picture, width, height, kernel);
    float[] values = new float[fitting.samples().length];
    int plane = width * height;
    for (int i = 0; i < values.length; i++) {
      int colour = i % COLOURS;
      float unit = (fitting.samples()[i] & 0xff) / 255f;
      values[colour * plane + i / COLOURS] = (unit - mean.get(colour)) / deviation.get(colour);
    }
    return values;
  }

  private void check() {
    if (width < 1 || width > MOST || height < 1 || height > MOST) {
      throw new IllegalArgumentException(
          "crop_size: %dx%d is not in 1x1..%dx%d".formatted(width, height, MOST, MOST));
    }
    if (mean.size() != COLOURS || deviation.size() != COLOURS || deviation.contains(0f)) {
      throw new IllegalArgumentException(
          "image_mean: %s and image_std: %s are not three numbers each, those not 0"
              .formatted(mean, deviation));
    }
  }

  /** Height and width: a number, or an object of both, or of the shorter side. */
  private static int[] extent(JsonElement size) {
    if (size == null) {
      return new int[] {SIDE, SIDE};
    }
    if (size.isJsonPrimitive()) {
      return new int[] {size.getAsInt(), size.getAsInt()};
    }
    JsonObject sides = size.getAsJsonObject();
    if (sides.has("height") && sides.has("width")) {
      return new int[] {sides.get("height").getAsInt(), sides.get("width").getAsInt()};
    }
    int side = sides.has("shortest_edge") ? sides.get("shortest_edge").getAsInt() : 0;
    return new int[] {side, side};
  }

  /** The number that the library which writes these files has for bilinear; bicubic is usual. */
  private static boolean bilinear(JsonObject json) {
    return json.has("resample") && json.get("resample").getAsInt() == 2;
  }

  private static List<Float> colours(JsonObject json, String name, List<Float> otherwise) {
    if (!json.has(name)) {
      return otherwise;
    }
    JsonArray array = json.getAsJsonArray(name);
    return array.asList().stream().map(JsonElement::getAsFloat).toList();
  }
}
