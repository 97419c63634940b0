package dev.langevin.decoder;

import dev.langevin.decoder.image.Fitting;
import dev.langevin.decoder.image.PictureReader;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.image.Shrinking;
import dev.langevin.decoder.image.UnreadableImageException;
import dev.langevin.decoder.vae.Pixels;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.v1.Size;

/** Reads pictures of any size that somebody sent, and fits them to a model. */
final class PictureIntake {
  /** The largest file, in bytes: no picture of 2²⁴ pixels needs more. */
  static final int MAX_BYTES = 50 << 20;

  private final ModelStore<DecoderModel> models;
  private final UnpackingThreads threads;

  PictureIntake(ModelStore<DecoderModel> models, UnpackingThreads threads) {
    this.models = models;
    this.threads = threads;
  }

  /** The picture's pixels, and its latents if the model encodes. */
  ReadPictureResponse read(ReadPictureRequest request) {
    ImageEncoder.requireBytes(request.getImage(), MAX_BYTES);
    try (Lease<DecoderModel> lease = models.lease(request.getModel(), "")) {
      DecoderModel model = lease.model();
      requireSize(model, request.getSize());
      Rgb picture = threads.call(() -> fitted(request));
      int most = request.getMaxSide();
      Rgb small = most <= 0 ? picture : Shrinking.toSide(picture, most);
      ReadPictureResponse.Builder response =
          ReadPictureResponse.newBuilder().setPixels(Latents.tensor(Pixels.fromRgb(small)));
      if (model.encodes()) {
        response.setLatents(Latents.tensor(model.encode(picture)));
      }
      return response.build();
    }
  }

  private static void requireSize(DecoderModel model, Size size) {
    long width = Integer.toUnsignedLong(size.getWidth());
    long height = Integer.toUnsignedLong(size.getHeight());
    String given = width + "x" + height;
    if (model.encodes() && !ImageEncoder.encodes(model, width, height)) {
      throw DecoderException.invalid("size", given, ImageEncoder.allowed(model));
    }
    if (width < 1 || height < 1 || width > DecoderModel.MAX_PIXELS / height) {
      throw DecoderException.invalid(
          "size", given, "one of 1 to %d pixels".formatted(DecoderModel.MAX_PIXELS));
    }
  }

  private static Rgb fitted(ReadPictureRequest request) {
    try {
      Rgb whole =
          PictureReader.read(
              request.getImage().toByteArray(),
              (width, height) -> (long) width * height <= DecoderModel.MAX_PIXELS,
              "of %,d pixels at most".formatted(DecoderModel.MAX_PIXELS));
      return Fitting.cover(whole, request.getSize().getWidth(), request.getSize().getHeight());
    } catch (UnreadableImageException e) {
      throw DecoderException.invalid("image: " + e.getMessage());
    }
  }
}
