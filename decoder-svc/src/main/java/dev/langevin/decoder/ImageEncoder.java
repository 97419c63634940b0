package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PictureReader;
import dev.langevin.decoder.image.Rgb;
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
    if (image.isEmpty() || image.size() > MAX_IMAGE_BYTES) {
      String allowed = "in 1..%d".formatted(MAX_IMAGE_BYTES);
      throw DecoderException.invalid("image", image.size() + " bytes", allowed);
    }
    if (!model.encodes()) {
      throw DecoderException.invalid("model", "one without vae_encoder", "able to encode images");
    }
    int[] least = model.leastPicture();
    int factor = model.factor();
    String allowed =
        "at least %dx%d, in multiples of %d each way, of %d pixels at most"
            .formatted(least[1], least[0], factor, DecoderModel.MAX_PIXELS);
    try {
      Rgb picture =
          PictureReader.read(
              image.toByteArray(),
              (width, height) ->
                  width >= least[1]
                      && height >= least[0]
                      && width % factor == 0
                      && height % factor == 0
                      && (long) width * height <= DecoderModel.MAX_PIXELS,
              allowed);
      return model.encode(picture);
    } catch (UnreadableImageException e) {
      throw DecoderException.invalid("image: " + e.getMessage());
    }
  }
}
