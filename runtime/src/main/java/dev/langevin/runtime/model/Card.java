package dev.langevin.runtime.model;

import java.util.List;
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
 * @param sizing which other sizes it can make
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
    Sizing sizing,
    int latentChannels,
    int outputChannels,
    int scaleFactor,
    String defaultSampler,
    int defaultSteps,
    double defaultGuidanceScale,
    int maxSteps,
    int maxCount,
    int maxPromptTokens) {
  /** Channels of the latents of Stable Diffusion 1 and 2. */
  private static final int USUAL_CHANNELS = 4;

  private static final int USUAL_TOKENS = 77;
  private static final int MAX_TOKENS = 100_000;

  /** Whether it makes pictures of that size. */
  public boolean makes(PictureSize size) {
    return sizes.contains(size) || sizing.allows(size);
  }

  /** Elements of the latents of a picture. */
  public long latentElements(PictureSize size) {
    return latentChannels * size.pixels() / ((long) scaleFactor * scaleFactor);
  }

  static Card read(
      Json own, Declared denoiser, Optional<Declared> autoencoder, Optional<Json> tokenizer) {
    Json network = denoiser.config();
    int usual = autoencoder.map(part -> factor(part.config())).orElse(1);
    int factor = own.integer("scale_factor", usual, 1, 256);
    int channels = denoiser.number("in_channels", "sample", 1).orElse(USUAL_CHANNELS);
    int outputs = denoiser.outputChannels().orElse(channels);
    SizeReader reader = new SizeReader(own, denoiser, autoencoder, factor);
    List<PictureSize> sizes = reader.sizes();
    ModelId id = id(own);
    return new Card(
        id.name(),
        id.version(),
        own.text("description", "", "a text"),
        own.text("default", "false", "true or false").equals("true"),
        own.text("pool", "default", "a text"),
        sizes,
        reader.sizing(sizes),
        own.integer("latent_channels", channels, 1, 4096),
        network.integer("out_channels", outputs, 1, 4096),
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
    double length = tokenizer.number("model_max_length", USUAL_TOKENS, 1, Double.MAX_VALUE);
    return length <= MAX_TOKENS ? (int) length : USUAL_TOKENS;
  }
}
