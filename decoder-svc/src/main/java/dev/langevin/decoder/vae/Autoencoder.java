package dev.langevin.decoder.vae;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model's autoencoder, in both directions between pictures and latents of the sampler's scale
 * ({@link LatentScale}). What is larger than a limit goes through it in overlapping tiles.
 */
public final class Autoencoder implements AutoCloseable {
  private static final int COLOURS = 3;

  private final ImageNetwork decoder;
  private final Optional<ImageNetwork> encoder;
  private final LatentScale scale;
  private final int channels;
  private final int factor;
  private final int limit;

  private Autoencoder(
      ModelDirectory model,
      ImageNetwork decoder,
      Optional<ImageNetwork> encoder,
      LatentScale scale,
      int tile) {
    this.decoder = decoder;
    this.encoder = encoder;
    this.scale = scale;
    this.channels = model.card().latentChannels();
    this.factor = model.card().scaleFactor();
    this.limit = Math.max(tile / factor, Spans.LEAST);
    require(decoder, "latents", decoder.channelsIn(), channels);
    require(decoder, "pictures", decoder.channelsOut(), COLOURS);
    encoder.ifPresent(
        network -> {
          require(network, "pictures", network.channelsIn(), COLOURS);
          int moments = network.channelsOut();
          require(network, "latents", moments == 2 * channels ? channels : moments, channels);
        });
  }

  /**
   * Loads the decoder, and the encoder if the model has one.
   *
   * @param tile side in pixels of the tiles in which pictures of more pixels than a tile are made
   * @throws ModelException naming the file that can't be used
   */
  public static Autoencoder load(ModelDirectory model, ExecutionSettings settings, int tile) {
    if (!model.has("vae_decoder")) {
      throw ModelException.network(
          model.root().resolve(ModelDirectory.INDEX), "vae_decoder: nothing is not a part", null);
    }
    AutoencoderConfig config = AutoencoderConfig.of(model);
    LatentScale scale = config.scale(model.card().latentChannels());
    boolean single = config.forceUpcast();
    ImageNetwork decoder = Halves.load(model.network("vae_decoder"), single, settings);
    Optional<ImageNetwork> encoder = Optional.empty();
    try {
      if (model.has("vae_encoder")) {
        encoder = Optional.of(Halves.load(model.network("vae_encoder"), single, settings));
      }
      return new Autoencoder(model, decoder, encoder, scale, tile);
    } catch (RuntimeException e) {
      decoder.close();
      encoder.ifPresent(ImageNetwork::close);
      throw e;
    }
  }

  /** The file that decodes. */
  public Path decoderFile() {
    return decoder.file();
  }

  /** The file that encodes; empty where pictures can't be encoded. */
  public Optional<Path> encoderFile() {
    return encoder.map(ImageNetwork::file);
  }

  /** Channels of the latents. */
  public int channels() {
    return channels;
  }

  /** Pixels per latent element in each direction. */
  public int factor() {
    return factor;
  }

  /** The least height and width of latents: those of a network that takes no other, else 1. */
  public int[] leastLatents() {
    return new int[] {Math.max(1, decoder.height()), Math.max(1, decoder.width())};
  }

  /** The least height and width of pictures to encode, likewise. */
  public int[] leastPicture() {
    ImageNetwork network = encoder.orElseThrow();
    return new int[] {Math.max(factor, network.height()), Math.max(factor, network.width())};
  }

  /** Whether pictures come from a network of half precision. */
  public boolean decodesInHalfPrecision() {
    return decoder.isHalf();
  }

  /** Latents in the sampler's scale to a picture of about −1..1, three channels. */
  public Planes decode(Planes latents) {
    return tiles(latents.height(), latents.width(), decoder.height(), decoder.width())
        .run(
            scale.unscale(latents),
            1,
            factor,
            z -> decoder.run(z, COLOURS, z.height() * factor, z.width() * factor));
  }

  /**
   * A picture of −1..1 to the mean of its latents' posterior, in the sampler's scale. The network
   * gives mean and log-variance, channel after channel; older exports give the mean alone.
   */
  public Planes encode(Planes picture) {
    ImageNetwork network = encoder.orElseThrow();
    Planes moments =
        tiles(
                picture.height() / factor,
                picture.width() / factor,
                network.height() / factor,
                network.width() / factor)
            .run(
                picture,
                factor,
                1,
                p ->
                    network.run(p, network.channelsOut(), p.height() / factor, p.width() / factor));
    if (moments.channels() != channels && moments.channels() != 2 * channels) {
      throw network.bad("it gives %d channels, not %d", moments.channels(), 2 * channels);
    }
    return scale.scale(moments);
  }

  /** Height and width in pixels of pictures that are cheap to encode. */
  int[] smallPicture(int side) {
    return extents(encoder.orElseThrow(), side * factor);
  }

  /** Height and width of latents that are cheap to decode. */
  int[] smallLatents(int side) {
    return extents(decoder, side);
  }

  @Override
  public void close() {
    decoder.close();
    encoder.ifPresent(ImageNetwork::close);
  }

  /** Those for so many latent elements; where a network takes one extent only, tiles of that. */
  private Tiles tiles(int height, int width, int fixedHeight, int fixedWidth) {
    boolean whole = (long) height * width <= (long) limit * limit;
    return new Tiles(spans(height, fixedHeight, whole), spans(width, fixedWidth, whole));
  }

  private static int[] extents(ImageNetwork network, int side) {
    return new int[] {
      network.height() > 0 ? network.height() : side, network.width() > 0 ? network.width() : side
    };
  }

  private Spans spans(int length, int fixed, boolean whole) {
    if (fixed > 0) {
      return Spans.of(length, fixed, true);
    }
    return whole ? Spans.whole(length) : Spans.of(length, limit, false);
  }

  private void require(ImageNetwork network, String what, int is, int wanted) {
    if (is >= 0 && is != wanted) {
      throw network.bad(
          "its %s have %d channels, not %d; the model's denoiser has latents of %d",
          what, is, wanted, channels);
    }
  }
}
