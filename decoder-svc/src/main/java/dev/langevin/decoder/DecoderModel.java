package dev.langevin.decoder;

import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.safety.SafetyChecker;
import dev.langevin.decoder.vae.Autoencoder;
import dev.langevin.decoder.vae.LatentColours;
import dev.langevin.decoder.vae.Pixels;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.model.store.StoredModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A model's autoencoder, preview projection and safety checker, if it has one. Safe for several
 * threads.
 */
final class DecoderModel implements StoredModel {
  /** The most pixels of a picture, made or encoded. */
  static final int MAX_PIXELS = 1 << 24;

  private final ModelDirectory directory;
  private final String digest;
  private final Autoencoder autoencoder;
  private final Optional<SafetyChecker> checker;
  private final NetworkThread thread;
  private final CompletableFuture<LatentColours> colours;

  private DecoderModel(
      ModelDirectory directory,
      Autoencoder autoencoder,
      Optional<SafetyChecker> checker,
      NetworkThread thread) {
    this.directory = directory;
    this.digest = directory.digest();
    this.autoencoder = autoencoder;
    this.checker = checker;
    this.thread = thread;
    this.colours = thread.submit(() -> LatentColours.fit(autoencoder));
  }

  /** Loads a model; ModelException naming the file that can't be used. */
  static DecoderModel load(ModelDirectory directory, DecoderConfig config, NetworkThread thread) {
    Autoencoder autoencoder = Autoencoder.load(directory, config.execution(), config.decodeTile());
    try {
      return new DecoderModel(
          directory,
          autoencoder,
          config.pictures().safety().load(directory, config.execution()),
          thread);
    } catch (ModelException e) {
      autoencoder.close();
      throw e;
    }
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

  /** Whether pictures can be encoded. */
  boolean encodes() {
    return autoencoder.encoderFile().isPresent();
  }

  /** The least height and width of latents. */
  int[] leastLatents() {
    return autoencoder.leastLatents();
  }

  /** The least height and width in pixels of pictures to encode. */
  int[] leastPicture() {
    return autoencoder.leastPicture();
  }

  /** The picture of finite latents; DecoderException if the network gives NaN or infinity. */
  Rgb decode(Planes latents) {
    Planes picture = thread.call(() -> autoencoder.decode(latents));
    if (picture.firstNotFinite() >= 0) {
      throw notFinite(autoencoder.decoderFile());
    }
    return Pixels.toRgb(picture);
  }

  /** A picture with a pixel for each latent element; DecoderException as for {@link #decode}. */
  Rgb preview(Planes latents) {
    try {
      if (!colours.join().isFinite()) {
        throw notFinite(autoencoder.decoderFile());
      }
      return colours.join().project(latents);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Whether its pictures have to be checked before anybody sees them. */
  boolean checks() {
    return checker.isPresent();
  }

  /** Whether its safety checker flags a picture; only if there is one. */
  boolean flags(Rgb picture) {
    return thread.call(() -> checker.orElseThrow().flags(picture));
  }

  /** The latents of a picture; DecoderException if the network gives NaN or infinity. */
  Planes encode(Rgb picture) {
    Planes latents = thread.call(() -> autoencoder.encode(Pixels.fromRgb(picture)));
    if (latents.firstNotFinite() >= 0) {
      throw notFinite(autoencoder.encoderFile().orElseThrow());
    }
    return latents;
  }

  private DecoderException notFinite(Path file) {
    return DecoderException.outputNotFinite(file, autoencoder.decodesInHalfPrecision());
  }

  /** On the thread that runs the networks, so that none is freed in the midst of a run. */
  @Override
  public void close() {
    thread.last(
        () -> {
          autoencoder.close();
          checker.ifPresent(SafetyChecker::close);
        });
  }
}
