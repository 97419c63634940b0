package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PictureReader;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.image.UnreadableImageException;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.runtime.model.PictureSize;
import java.util.List;
import java.util.stream.Collectors;

/** Turns image files into latents. */
final class ImageEncoder {
  /** The largest image file, in bytes. */
  static final int MAX_IMAGE_BYTES = 16 << 20;

  private ImageEncoder() {}

  /** The latents of a PNG or JPEG file of one of the model's sizes. */
  static Planes encode(DecoderModel model, ByteString image) {
    if (image.isEmpty() || image.size() > MAX_IMAGE_BYTES) {
      String allowed = "in 1..%d".formatted(MAX_IMAGE_BYTES);
      throw DecoderException.invalid("image", image.size() + " bytes", allowed);
    }
    List<PictureSize> sizes = model.encodableSizes();
    if (sizes.isEmpty()) {
      throw DecoderException.invalid("model", "one without vae_encoder", "able to encode images");
    }
    String list = sizes.stream().map(PictureSize::toString).collect(Collectors.joining(", "));
    try {
      Rgb picture =
          PictureReader.read(
              image.toByteArray(),
              (width, height) -> sizes.contains(new PictureSize(width, height)),
              list);
      return model.encode(picture);
    } catch (UnreadableImageException e) {
      throw DecoderException.invalid("image: " + e.getMessage());
    }
  }
}
