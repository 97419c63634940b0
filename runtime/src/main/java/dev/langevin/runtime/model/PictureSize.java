package dev.langevin.runtime.model;

/**
 * A picture's extent.
 *
 * @param width pixels from left to right
 * @param height pixels from top to bottom
 */
public record PictureSize(int width, int height) {
  /** Pixels in all. */
  public long pixels() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
