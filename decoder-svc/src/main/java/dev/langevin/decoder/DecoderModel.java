package dev.langevin.decoder;

import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.vae.Autoencoder;
import dev.langevin.decoder.vae.LatentColours;
import dev.langevin.decoder.vae.Pixels;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.PictureSize;
import dev.langevin.runtime.model.store.StoredModel;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A model's autoencoder and preview projection. Safe for several threads. */
final class DecoderModel implements StoredModel {
  private final ModelDirectory directory;
  private final String digest;
  private final Autoencoder autoencoder;
  private final NetworkThread thread;
  private final CompletableFuture<LatentColours> colours;

  private DecoderModel(ModelDirectory directory, Autoencoder autoencoder, NetworkThread thread) {
    this.directory = directory;
    this.digest = directory.digest();
    this.autoencoder = autoencoder;
    this.thread = thread;
    this.colours = thread.submit(() -> LatentColours.fit(autoencoder));
  }

  /** Loads a model; ModelException naming the file that can't be used. */
  static DecoderModel load(
      ModelDirectory directory, ExecutionSettings settings, NetworkThread thread) {
    return new DecoderModel(directory, Autoencoder.load(directory, settings), thread);
  }

  @Override
  public String digest() {
    return digest;
  }

  /** Pixels per latent element in each direction. */
  int factor() {
    return autoencoder.factor();
  }

  /** Channels of the latents. */
  int channels() {
    return autoencoder.channels();
  }

  /** Whether the decoder takes latents of this height and width. */
  boolean takes(int height, int width) {
    return autoencoder.decodes(height, width);
  }

  /** The sizes of pictures it can encode; none for a model without an encoder. */
  List<PictureSize> encodableSizes() {
    return directory.card().sizes().stream()
        .filter(size -> autoencoder.encodes(size.height(), size.width()))
        .toList();
  }

  /** The picture of finite latents; DecoderException if the network gives NaN or infinity. */
  Rgb decode(Planes latents) {
    Planes picture = thread.call(() -> autoencoder.decode(latents));
    if (picture.firstNotFinite() >= 0) {
      throw DecoderException.outputNotFinite(autoencoder.decoderFile().toString());
    }
    return Pixels.toRgb(picture);
  }

  /** A picture with a pixel for each latent element. */
  Rgb preview(Planes latents) {
    try {
      return colours.join().project(latents);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** The latents of a picture. */
  Planes encode(Rgb picture) {
    return thread.call(() -> autoencoder.encode(Pixels.fromRgb(picture)));
  }

  @Override
  public void close() {
    autoencoder.close();
  }
}
