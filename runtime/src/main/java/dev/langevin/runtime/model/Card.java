package dev.langevin.runtime.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says about itself: the file {@code langevin.json}, and what its parts'
 * configurations imply where that file or one of its fields is absent.
 *
 * @param name name to put into a request, without an {@code @}
 * @param version version of the weights
 * @param description one sentence
 * @param preferred whether it is the default among several
 * @param pool the work pool whose queue serves it
 * @param sizes sizes it can make, the default first
 * @param latentChannels channels of its latents
 * @param outputChannels channels of the network's output
 * @param scaleFactor pixels per latent element in each direction
 * @param defaultSampler the sampler for a request that names none; empty for the scheduler
 *     configuration's own
 * @param defaultSteps steps for a request that names none
 * @param defaultGuidanceScale guidance for a request that names none
 * @param maxSteps the most steps of a request
 * @param maxCount the most images of a request
 * @param maxPromptTokens tokens the text model reads, marks included
 */
public record Card(
    String name,
    String version,
    String description,
    boolean preferred,
    String pool,
    List<PictureSize> sizes,
    int latentChannels,
    int outputChannels,
    int scaleFactor,
    String defaultSampler,
    int defaultSteps,
    double defaultGuidanceScale,
    int maxSteps,
    int maxCount,
    int maxPromptTokens) {
  private static final int MAX_EXTENT = 16_384;

  static Card read(Json own, Json network, Optional<Json> autoencoder, Optional<Json> tokenizer) {
    int factor = own.integer("scale_factor", autoencoder.map(Card::factor).orElse(1), 1, 256);
    int channels = network.integer("in_channels", 4, 1, 4096);
    List<PictureSize> sizes =
        own.get("sizes").map(e -> sizes(own, e)).orElseGet(() -> List.of(size(network, factor)));
    sizes.forEach(size -> requireMultiple(own, size, factor));
    ModelId id = id(own);
    return new Card(
        id.name(),
        id.version(),
        own.text("description", "", "a text"),
        own.text("default", "false", "true or false").equals("true"),
        own.text("pool", "default", "a text"),
        sizes,
        own.integer("latent_channels", channels, 1, 4096),
        network.integer("out_channels", channels, 1, 4096),
        factor,
        own.text("default_sampler", "", "a text"),
        own.integer("default_steps", 50, 1, 1000),
        own.number("default_guidance_scale", 7.5, 1, 100),
        own.integer("max_steps", 1000, 1, 1000),
        own.integer("max_count", 16, 1, 16),
        own.integer("max_prompt_tokens", tokenizer.map(Card::tokens).orElse(77), 1, 100_000));
  }

  /** A directory called {@code name@version} says both where our description says neither. */
  private static ModelId id(Json own) {
    String[] directory = own.file().getParent().getFileName().toString().split("@", 2);
    String name = own.text("name", directory[0], "a text");
    String version = own.text("version", directory.length == 2 ? directory[1] : "1", "a text");
    if (name.isBlank() || name.contains("@")) {
      throw ModelException.badField(own.file(), "name", name, "a text without @");
    }
    return new ModelId(name, version);
  }

  private static int factor(Json autoencoder) {
    int blocks =
        autoencoder
            .get("block_out_channels")
            .map(e -> autoencoder.array("block_out_channels", e).size())
            .orElse(4);
    return 1 << (blocks - 1);
  }

  /** Tokenizers without a limit of their own write 10^30. */
  private static int tokens(Json tokenizer) {
    return tokenizer
        .get("model_max_length")
        .map(JsonElement::getAsDouble)
        .filter(length -> length >= 1 && length <= 100_000)
        .map(Double::intValue)
        .orElse(77);
  }

  private static PictureSize size(Json network, int factor) {
    JsonElement element = network.get("sample_size").orElse(null);
    if (element == null) {
      throw ModelException.badField(
          network.file(), "sample_size", "nothing", "a number (langevin.json may give sizes)");
    }
    int max = MAX_EXTENT / factor;
    if (!element.isJsonArray()) {
      int side = network.integer("sample_size", element, 1, max) * factor;
      return new PictureSize(side, side);
    }
    JsonArray sides = network.array("sample_size", element);
    int height = network.integer("sample_size", sides.get(0), 1, max) * factor;
    int width = network.integer("sample_size", sides.get(sides.size() - 1), 1, max) * factor;
    return new PictureSize(width, height);
  }

  /** Sizes as {@code "64x64"}, {@code [64, 64]} or {@code {"width": 64, "height": 64}}. */
  private static List<PictureSize> sizes(Json own, JsonElement element) {
    List<PictureSize> sizes = new ArrayList<>();
    for (JsonElement one : own.array("sizes", element)) {
      List<JsonElement> sides = sides(own, one);
      sizes.add(
          new PictureSize(
              own.integer("sizes", sides.get(0), 1, MAX_EXTENT),
              own.integer("sizes", sides.get(1), 1, MAX_EXTENT)));
    }
    return List.copyOf(sizes);
  }

  private static List<JsonElement> sides(Json own, JsonElement one) {
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

  private static void requireMultiple(Json own, PictureSize size, int factor) {
    if (size.width() % factor != 0 || size.height() % factor != 0) {
      throw ModelException.badField(
          own.file(), "sizes", size, "a multiple of " + factor + " each way");
    }
  }
}
