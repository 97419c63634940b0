package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PictureReader;
import dev.langevin.decoder.image.UnreadableImageException;
import dev.langevin.decoder.vae.Planes;

/** Turns image files into latents. */
final class ImageEncoder {
  /** The largest image file, in bytes. */
  static final int MAX_IMAGE_BYTES = 16 << 20;

  private ImageEncoder() {}

  /**
   * The latents of a PNG or JPEG file whose sides are multiples of what a latent element covers.
   */
  static Planes encode(DecoderModel model, ByteString image) {
    requireBytes(image, MAX_IMAGE_BYTES);
    if (!model.encodes()) {
      throw DecoderException.invalid("model", "one without vae_encoder", "able to encode images");
    }
    try {
      return model.encode(
          PictureReader.read(
              image.toByteArray(),
              (width, height) -> encodes(model, width, height),
              allowed(model)));
    } catch (UnreadableImageException e) {
      throw DecoderException.invalid("image: " + e.getMessage());
    }
  }

  /** Refuses an empty file, and one of more bytes. */
  static void requireBytes(ByteString image, int most) {
    if (image.isEmpty() || image.size() > most) {
      throw DecoderException.invalid("image", image.size() + " bytes", "in 1..%d".formatted(most));
    }
  }

  /** Whether a model that encodes takes pictures of this size as they are. */
  static boolean encodes(DecoderModel model, long width, long height) {
    int[] least = model.leastPicture();
    return width >= least[1]
        && height >= least[0]
        && width % model.factor() == 0
        && height % model.factor() == 0
        && width <= DecoderModel.MAX_PIXELS / height;
  }

  /** Which sizes those are, for a message. */
  static String allowed(DecoderModel model) {
    int[] least = model.leastPicture();
    return "at least %dx%d, in multiples of %d each way, of %d pixels at most"
        .formatted(least[1], least[0], model.factor(), DecoderModel.MAX_PIXELS);
  }
}
