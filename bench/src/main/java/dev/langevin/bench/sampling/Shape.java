package dev.langevin.bench.sampling;

import java.util.Arrays;

/**
 * The latents of one image.
 *
 * @param channels channels
 * @param height rows
 * @param width columns
 */
public record Shape(int channels, int height, int width) {
  /** Reads {@code 4x64x64}. */
  public static Shape of(String text) {
    int[] extents = Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    return new Shape(extents[0], extents[1], extents[2]);
  }

  /** The number of elements. */
  public int size() {
    return channels * height * width;
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
