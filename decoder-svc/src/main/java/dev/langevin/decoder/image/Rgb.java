package dev.langevin.decoder.image;

/**
 * A picture of 8 bits a channel.
 *
 * @param width pixels from left to right
 * @param height pixels from top to bottom
 * @param samples red, green, blue of each pixel, row by row from the top; not to be changed
 */
public record Rgb(int width, int height, byte[] samples) {
  /** Checks the number of samples. */
  public Rgb {
    if (width < 1 || height < 1 || samples.length != Math.multiplyExact(width * 3, height)) {
      throw new IllegalArgumentException(
          "%d samples are not those of %dx%d pixels".formatted(samples.length, width, height));
    }
  }
}
