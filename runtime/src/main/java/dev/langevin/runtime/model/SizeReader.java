package dev.langevin.runtime.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads which sizes a model makes: those that {@code langevin.json} lists, or else the one that the
 * networks are made for, or else the configured {@code sample_size}, or else 512x512 as Stable
 * Diffusion 1 makes.
 *
 * @param own our description
 * @param denoiser the part that predicts
 * @param autoencoder the decoder of latents, if there is one
 * @param factor pixels per latent element in each direction
 */
record SizeReader(Json own, Declared denoiser, Optional<Declared> autoencoder, int factor) {
  private static final int MAX_EXTENT = 16_384;
  private static final int USUAL_SIDE = 512;

  /** Latent elements along each side that a transformer takes as one. */
  private static final int USUAL_PATCH = 2;

  /** Sides half as long again. Attention takes the square of it in memory. */
  private static final double MOST = 2.25;

  List<PictureSize> sizes() {
    Optional<PictureSize> fixed = fixed();
    List<PictureSize> sizes =
        own.get("sizes").map(this::sizes).orElseGet(() -> List.of(fixed.orElseGet(this::usual)));
    for (PictureSize size : sizes) {
      if (size.width() % factor != 0 || size.height() % factor != 0) {
        throw ModelException.badField(
            own.file(), "sizes", size, "a multiple of " + factor + " each way");
      }
      if (fixed.isPresent() && !fixed.get().equals(size)) {
        throw ModelException.badField(
            own.file(), "sizes", size, fixed.get() + ", which the networks are made for");
      }
    }
    return sizes;
  }

  Sizing sizing(List<PictureSize> sizes) {
    if (fixed().isPresent()) {
      if (own.integer("size_multiple", 0, 0, MAX_EXTENT) > 0) {
        throw ModelException.badField(
            own.file(),
            "size_multiple",
            own.object().get("size_multiple"),
            "0; the networks are made for " + fixed().get());
      }
      return Sizing.LISTED;
    }
    int multiple = own.integer("size_multiple", factor * grid(), 0, MAX_EXTENT);
    if (multiple == 0) {
      return Sizing.LISTED;
    }
    if (multiple % factor != 0) {
      throw ModelException.badField(
          own.file(), "size_multiple", multiple, "a multiple of " + factor + ", or 0");
    }
    long largest = sizes.stream().mapToLong(PictureSize::pixels).max().orElseThrow();
    double most = Math.max(largest * MOST, (double) multiple * multiple);
    return new Sizing(
        multiple, (long) own.number("max_pixels", most, 1, (double) MAX_EXTENT * MAX_EXTENT));
  }

  /**
   * What sides of latents must be a multiple of, so that they can be halved from stage to stage and
   * doubled again; 0 if nothing tells how often.
   */
  private int grid() {
    Json config = denoiser.config();
    if (denoiser.file().getParent().endsWith("transformer")) {
      return config.integer("patch_size", USUAL_PATCH, 1, 64);
    }
    Optional<JsonElement> stages = config.get("down_block_types");
    if (stages.isPresent()) {
      return 1 << Math.min(config.array("down_block_types", stages.get()).size() - 1, 8);
    }
    int halvings = denoiser.halvings();
    return halvings == 0 ? 0 : 1 << Math.min(halvings, 8);
  }

  /** The size that denoiser or decoder take alone. */
  private Optional<PictureSize> fixed() {
    Optional<PictureSize> own = fixed(denoiser, "sample");
    return own.isPresent() ? own : autoencoder.flatMap(part -> fixed(part, "latent_sample"));
  }

  private Optional<PictureSize> fixed(Declared part, String input) {
    Optional<Integer> height = part.extent(input, 2);
    Optional<Integer> width = part.extent(input, 3);
    return height.isPresent() && width.isPresent()
        ? Optional.of(new PictureSize(width.get() * factor, height.get() * factor))
        : Optional.empty();
  }

  private PictureSize usual() {
    Json config = denoiser.config();
    JsonElement element = config.get("sample_size").orElse(null);
    if (element == null) {
      return new PictureSize(USUAL_SIDE, USUAL_SIDE);
    }
    int max = MAX_EXTENT / factor;
    if (!element.isJsonArray()) {
      int side = config.integer("sample_size", element, 1, max) * factor;
      return new PictureSize(side, side);
    }
    JsonArray sides = config.array("sample_size", element);
    int height = config.integer("sample_size", sides.get(0), 1, max) * factor;
    int width = config.integer("sample_size", sides.get(sides.size() - 1), 1, max) * factor;
    return new PictureSize(width, height);
  }

  /** Sizes as {@code "64x64"}, {@code [64, 64]} or {@code {"width": 64, "height": 64}}. */
  private List<PictureSize> sizes(JsonElement element) {
    List<PictureSize> sizes = new ArrayList<>();
    for (JsonElement one : own.array("sizes", element)) {
      List<JsonElement> sides = sides(one);
      sizes.add(
          new PictureSize(
              own.integer("sizes", sides.get(0), 1, MAX_EXTENT),
              own.integer("sizes", sides.get(1), 1, MAX_EXTENT)));
    }
    return List.copyOf(sizes);
  }

  private List<JsonElement> sides(JsonElement one) {
    if (one.isJsonArray() && one.getAsJsonArray().size() == 2) {
      return one.getAsJsonArray().asList();
    }
    if (one.isJsonObject()
        && one.getAsJsonObject().keySet().containsAll(List.of("width", "height"))) {
      Map<String, JsonElement> fields = one.getAsJsonObject().asMap();
      return List.of(fields.get("width"), fields.get("height"));
    }
    if (one.isJsonPrimitive() && one.getAsString().matches("\\d{1,5}x\\d{1,5}")) {
      JsonArray sides = new JsonArray();
      for (String side : one.getAsString().split("x")) {
        sides.add(Integer.parseInt(side));
      }
      return sides.asList();
    }
    throw ModelException.badField(own.file(), "sizes", one, "like \"64x64\"");
  }
}
