package dev.langevin.decoder.vae;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code vae_decoder/config.json} says of both halves of an autoencoder, with the reference
 * library's defaults for what it does not say: {@code scaling_factor} 0.18215 and {@code
 * shift_factor} 0, those of Stable Diffusion 1 and 2. The first converters wrote no such file.
 */
final class AutoencoderConfig {
  private static final float DEFAULT_SCALING = 0.18215f;

  private final Path file;
  private final JsonObject fields;

  private AutoencoderConfig(Path file, JsonObject fields) {
    this.file = file;
    this.fields = fields;
  }

  static AutoencoderConfig of(ModelDirectory model) {
    Path file = model.part("vae_decoder").resolve("config.json");
    boolean there = Files.exists(file);
    return new AutoencoderConfig(file, there ? model.config("vae_decoder") : new JsonObject());
  }

  /** {@code force_upcast}: whether half precision is too little for this autoencoder. */
  boolean forceUpcast() {
    JsonElement value = fields.get("force_upcast");
    if (isAbsent(value)) {
      return false;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw bad("force_upcast", value, "true or false");
    }
    return value.getAsBoolean();
  }

  /** How latents of so many channels are scaled; ModelException naming the field that is wrong. */
  LatentScale scale(int channels) {
    float scaling = number("scaling_factor", DEFAULT_SCALING);
    if (scaling == 0) {
      throw bad("scaling_factor", fields.get("scaling_factor"), "another number");
    }
    float shift = number("shift_factor", 0);
    JsonElement means = fields.get("latents_mean");
    JsonElement deviations = fields.get("latents_std");
    if (isAbsent(means) && isAbsent(deviations)) {
      return LatentScale.uniform(channels, scaling, shift);
    }
    if (shift != 0) {
      throw bad("shift_factor", shift, "0, as latents_mean or latents_std is given");
    }
    LatentScale scale =
        new LatentScale(
            scaling,
            numbers("latents_std", deviations, channels),
            numbers("latents_mean", means, channels));
    for (float deviation : scale.deviations()) {
      if (deviation <= 0) {
        throw bad("latents_std", deviations, "numbers greater than 0");
      }
    }
    return scale;
  }

  private float number(String field, float fallback) {
    JsonElement value = fields.get(field);
    return isAbsent(value) ? fallback : number(field, value);
  }

  private float number(String field, JsonElement value) {
    if (!value.isJsonPrimitive()
        || !value.getAsJsonPrimitive().isNumber()
        || !Float.isFinite(value.getAsFloat())) {
      throw bad(field, value, "a number");
    }
    return value.getAsFloat();
  }

  private float[] numbers(String field, JsonElement value, int count) {
    if (isAbsent(value) || !value.isJsonArray() || value.getAsJsonArray().size() != count) {
      throw bad(
          field, isAbsent(value) ? "nothing" : value, "a list of %d numbers".formatted(count));
    }
    JsonArray list = value.getAsJsonArray();
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(field, list.get(i));
    }
    return numbers;
  }

  private ModelException bad(String field, Object value, String allowed) {
    return ModelException.network(file, "%s: %s is not %s".formatted(field, value, allowed), null);
  }

  private static boolean isAbsent(JsonElement value) {
    return value == null || value.isJsonNull();
  }
}
