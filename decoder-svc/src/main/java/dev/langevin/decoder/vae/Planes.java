package dev.langevin.decoder.vae;

/**
 * Channels of a picture or of latents.
 *
 * @param channels planes
 * @param height rows of a plane
 * @param width columns of a plane
 * @param values plane by plane, each row by row; not to be changed
 */
public record Planes(int channels, int height, int width, float[] values) {
  /** Checks the number of values. */
  public Planes {
    long count = (long) channels * height * width;
    if (channels < 1 || height < 1 || width < 1 || values.length != count) {
      throw new IllegalArgumentException(
          "%d values are not those of %dx%dx%d".formatted(values.length, channels, height, width));
    }
  }

  /** Planes of zeros. */
  static Planes zeros(int channels, int height, int width) {
    return new Planes(channels, height, width, new float[channels * height * width]);
  }

  /** A copy of a rectangle of each plane. */
  Planes crop(int top, int left, int rows, int columns) {
    Planes crop = zeros(channels, rows, columns);
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < rows; y++) {
        int from = (c * height + top + y) * width + left;
        System.arraycopy(values, from, crop.values, (c * rows + y) * columns, columns);
      }
    }
    return crop;
  }

  /** The first value that is NaN or infinite, or -1. */
  public int firstNotFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
