package dev.langevin.decoder;

import dev.langevin.decoder.vae.Planes;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;

/** Latents and pixels of a request, checked. */
final class Latents {
  private static final int AXES = 3;
  private static final int COLOURS = 3;

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
    requireExtents(latents, model);
    int bad = latents.firstNotFinite();
    if (bad >= 0) {
      throw DecoderException.latentsNotFinite(image, bad, values[bad]);
    }
    return latents;
  }

  /**
   * Pixels of −1..1 in three planes.
   *
   * @throws DecoderException for another shape, for NaN or infinity, and for too many
   */
  static Planes pixels(Tensor tensor) {
    float[] values = floats(tensor);
    if (tensor.getShapeCount() != AXES
        || tensor.getShape(0) != COLOURS
        || values.length > COLOURS * DecoderModel.MAX_PIXELS) {
      throw DecoderException.invalid(
          "latents",
          "shape " + tensor.getShapeList(),
          "[%d, height, width] of %d pixels at most".formatted(COLOURS, DecoderModel.MAX_PIXELS));
    }
    Planes pixels = new Planes(COLOURS, (int) tensor.getShape(1), (int) tensor.getShape(2), values);
    int bad = pixels.firstNotFinite();
    if (bad >= 0) {
      throw DecoderException.latentsNotFinite("the picture", bad, values[bad]);
    }
    return pixels;
  }

  /** The message of latents or pixels. */
  static Tensor tensor(Planes planes) {
    return Tensors.of(planes.values(), planes.channels(), planes.height(), planes.width());
  }

  private static void requireExtents(Planes latents, DecoderModel model) {
    int[] least = model.leastLatents();
    long most = DecoderModel.MAX_PIXELS / ((long) model.factor() * model.factor());
    boolean large = (long) latents.height() * latents.width() > most;
    if (latents.height() < least[0] || latents.width() < least[1] || large) {
      String is = "height and width %d, %d".formatted(latents.height(), latents.width());
      String allowed =
          "at least %d, %d and %d elements at most".formatted(least[0], least[1], most);
      throw DecoderException.invalid("latents", is, allowed);
    }
  }

  private static float[] floats(Tensor tensor) {
    try {
      return Tensors.floats(tensor);
    } catch (IllegalArgumentException e) {
      throw DecoderException.invalid("latents: " + e.getMessage());
    }
  }
}
