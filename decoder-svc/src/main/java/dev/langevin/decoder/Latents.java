package dev.langevin.decoder;

import dev.langevin.decoder.vae.Planes;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;

/** Latents of a request, checked. */
final class Latents {
  private static final int AXES = 3;

  private Latents() {}

  /**
   * The latents.
   *
   * @param image whose they are, for messages
   * @throws DecoderException for a shape the model can't decode, and for NaN or infinity
   */
  static Planes of(Tensor tensor, DecoderModel model, String image) {
    float[] values = floats(tensor);
    int channels = model.channels();
    if (tensor.getShapeCount() != AXES || tensor.getShape(0) != channels) {
      String allowed = "[%d, height, width]".formatted(channels);
      throw DecoderException.invalid("latents", "shape " + tensor.getShapeList(), allowed);
    }
    Planes latents =
        new Planes(channels, (int) tensor.getShape(1), (int) tensor.getShape(2), values);
    if (!model.takes(latents.height(), latents.width())) {
      String shape = "shape " + tensor.getShapeList();
      throw DecoderException.invalid("latents", shape, "one that the model's decoder takes");
    }
    int bad = latents.firstNotFinite();
    if (bad >= 0) {
      throw DecoderException.latentsNotFinite(image, bad, values[bad]);
    }
    return latents;
  }

  private static float[] floats(Tensor tensor) {
    try {
      return Tensors.floats(tensor);
    } catch (IllegalArgumentException e) {
      throw DecoderException.invalid("latents: " + e.getMessage());
    }
  }
}
