package dev.langevin.decoder.vae;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A model's autoencoder. Latents are in the sampler's scale, {@code (z − shift) × scaling}; {@code
 * scaling_factor} and {@code shift_factor} come from the part's configuration, as in the reference
 * library (where they are absent: 0.18215 and 0, those of Stable Diffusion 1).
 */
public final class Autoencoder implements AutoCloseable {
  private static final int PICTURE_CHANNELS = 3;
  private static final float DEFAULT_SCALING = 0.18215f;

  private final ImageNetwork decoder;
  private final Optional<ImageNetwork> encoder;
  private final int channels;
  private final int factor;
  private final float scaling;
  private final float shift;

  private Autoencoder(
      ModelDirectory model, ImageNetwork decoder, Optional<ImageNetwork> encoder, float scaling) {
    this.decoder = decoder;
    this.encoder = encoder;
    this.channels = model.card().latentChannels();
    this.factor = model.card().scaleFactor();
    this.scaling = scaling;
    this.shift = number(model, "shift_factor", 0);
  }

  /**
   * Loads the decoder, and the encoder if the model has one.
   *
   * @throws ModelException naming the file that can't be used
   */
  public static Autoencoder load(ModelDirectory model, ExecutionSettings settings) {
    if (!model.has("vae_decoder")) {
      throw ModelException.network(
          model.root().resolve(ModelDirectory.INDEX), "vae_decoder: nothing is not a part", null);
    }
    float scaling = number(model, "scaling_factor", DEFAULT_SCALING);
    if (scaling == 0) {
      Path config = model.part("vae_decoder").resolve("config.json");
      throw ModelException.network(config, "scaling_factor: 0 is not another number", null);
    }
    ImageNetwork decoder = ImageNetwork.load(model.network("vae_decoder"), settings);
    try {
      Optional<ImageNetwork> encoder =
          model.has("vae_encoder")
              ? Optional.of(ImageNetwork.load(model.network("vae_encoder"), settings))
              : Optional.empty();
      return new Autoencoder(model, decoder, encoder, scaling);
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  /** The file that decodes. */
  public Path decoderFile() {
    return decoder.file();
  }

  /** Channels of the latents. */
  public int channels() {
    return channels;
  }

  /** Pixels per latent element in each direction. */
  public int factor() {
    return factor;
  }

  /** Whether pictures can be encoded. */
  public boolean encodes() {
    return encoder.isPresent();
  }

  /** Whether the encoder's network takes pictures of this height and width. */
  public boolean encodes(int height, int width) {
    return encoder.filter(network -> network.takes(PICTURE_CHANNELS, height, width)).isPresent();
  }

  /** Whether the decoder's network takes latents of this height and width. */
  public boolean decodes(int height, int width) {
    return decoder.takes(channels, height, width);
  }

  /** Latents in the sampler's scale to a picture of about −1..1, three channels. */
  public Planes decode(Planes latents) {
    float[] unscaled = new float[latents.values().length];
    for (int i = 0; i < unscaled.length; i++) {
      unscaled[i] = latents.values()[i] / scaling + shift;
    }
    return decoder.run(new Planes(channels, latents.height(), latents.width(), unscaled));
  }

  /**
   * A picture of −1..1 to the mean of its latents' posterior, in the sampler's scale. The network
   * gives mean and log-variance, channel after channel; older exports give the mean alone.
   */
  public Planes encode(Planes picture) {
    Planes moments = encoder.orElseThrow().run(picture);
    float[] mean = Arrays.copyOf(moments.values(), channels * moments.height() * moments.width());
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (mean[i] - shift) * scaling;
    }
    return new Planes(channels, moments.height(), moments.width(), mean);
  }

  /** Height and width in pixels of pictures that are cheap to encode. */
  int[] smallPicture(int side) {
    return encoder.orElseThrow().extent(side * factor, side * factor);
  }

  /** Height and width of latents that are cheap to decode. */
  int[] smallLatents(int side) {
    return decoder.extent(side, side);
  }

  @Override
  public void close() {
    decoder.close();
    encoder.ifPresent(ImageNetwork::close);
  }

  private static float number(ModelDirectory model, String field, float fallback) {
    JsonObject config = model.config("vae_decoder");
    JsonElement value = config.get(field);
    if (value == null || value.isJsonNull()) {
      return fallback;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      Path file = model.part("vae_decoder").resolve("config.json");
      throw ModelException.network(file, "%s: %s is not a number".formatted(field, value), null);
    }
    return value.getAsFloat();
  }
}
