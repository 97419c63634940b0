package dev.langevin.gateway.diffusion;

import dev.langevin.internal.v1.PreviewRequest.Method;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.noise.TorchNoise;
import dev.langevin.sampling.schedule.ForwardProcess;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ForwardResponse;
import dev.langevin.v1.Size;

/** One picture under ever more noise, in picture space and in latent space. */
final class Frames {
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;

  private final String model;
  private final ForwardProcess process;
  private final boolean decoded;
  private final Space pixels;

  /** Null where the model can't encode. */
  private final Space latents;

  /** A picture in one of the spaces. */
  private record Space(Noising noising, long[] shape) {
    static Space of(Tensor x0, ForwardProcess process, ForwardRequest request) {
      long seed = Integer.toUnsignedLong(request.getSeed());
      return new Space(
          new Noising(process, Tensors.floats(x0), TorchNoise.seeded(seed), request.getChain()),
          x0.getShapeList().stream().mapToLong(Long::longValue).toArray());
    }

    Tensor at(int time, double scale) throws InterruptedException {
      return Tensors.of(Noising.scaled(noising.at(time), scale), shape);
    }
  }

  /**
   * What is seen at one time.
   *
   * @param latents null where there are none
   */
  record Noised(int time, Level level, Tensor pixels, Tensor latents) {}

  /**
   * @param model its name and version
   */
  Frames(
      String model, ForwardProcess process, ForwardRequest request, ReadPictureResponse picture) {
    this.model = model;
    this.process = process;
    this.decoded = request.getDecoded();
    this.pixels = Space.of(picture.getPixels(), process, request);
    this.latents = picture.hasLatents() ? Space.of(picture.getLatents(), process, request) : null;
  }

  /** The mathematics of a time, later than all before. */
  Noised noised(int time) throws InterruptedException {
    Level level = process.level(time);
    Tensor picture = pixels.at(time, 1 / Math.max(level.norm(), 1));
    return new Noised(
        time, level, picture, latents == null ? null : latents.at(time, 1 / level.norm()));
  }

  /** The same as pictures. */
  ForwardResponse drawn(Noised noised, PictureVisit visit) throws InterruptedException {
    ForwardResponse.Builder response =
        ForwardResponse.newBuilder()
            .setTimestep(noised.time())
            .setLevel(Plans.level(noised.level()))
            .setAlphaBar(noised.level().alpha() * noised.level().alpha())
            .setSnr(noised.level().snr())
            .setPicture(visit.png(model, Method.METHOD_PIXELS, noised.pixels()))
            .setSize(
                Size.newBuilder()
                    .setWidth((int) pixels.shape()[WIDTH])
                    .setHeight((int) pixels.shape()[HEIGHT]));
    if (noised.latents() != null) {
      response.setLatents(visit.png(model, Method.METHOD_LINEAR, noised.latents()));
      if (decoded) {
        response.setDecoded(visit.png(model, Method.METHOD_DECODER, noised.latents()));
      }
    }
    return response.build();
  }
}
