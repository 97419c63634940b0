package dev.langevin.decoder.vae;

import java.util.SplittableRandom;

/** What the projection is fitted on. */
final class RandomPlanes {
  private static final int PATCHES = 10;

  private RandomPlanes() {}

  /** A gradient with flat patches over it, values −1..1. */
  static Planes scene(SplittableRandom random, int channels, int height, int width) {
    float[] values = new float[channels * height * width];
    for (int c = 0; c < channels; c++) {
      double top = random.nextDouble(-1, 1);
      double bottom = random.nextDouble(-1, 1);
      for (int i = 0; i < height * width; i++) {
        double down = (i / width) / (double) height;
        values[c * height * width + i] = (float) (top + (bottom - top) * down);
      }
    }
    for (int i = 0; i < PATCHES; i++) {
      patch(random, values, channels, height, width);
    }
    return new Planes(channels, height, width, values);
  }

  /** Flat patches with noise over them, of about unit variance. */
  static Planes latents(SplittableRandom random, int channels, int height, int width) {
    Planes patches = scene(random, channels, height, width);
    for (int i = 0; i < patches.values().length; i++) {
      patches.values()[i] = (float) (1.5 * patches.values()[i] + 0.3 * random.nextGaussian());
    }
    return patches;
  }

  private static void patch(
      SplittableRandom random, float[] values, int channels, int height, int width) {
    int bottom = random.nextInt(height) + 1;
    int right = random.nextInt(width) + 1;
    int top = random.nextInt(bottom);
    int left = random.nextInt(right);
    for (int c = 0; c < channels; c++) {
      float colour = (float) random.nextDouble(-1, 1);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          values[(c * height + y) * width + x] = colour;
        }
      }
    }
  }
}
