package dev.langevin.decoder.image;

/** Turns pictures as EXIF says how they were held. */
final class Turning {
  private static final int CHANNELS = 3;

  private Turning() {}

  /**
   * The picture as it was seen.
   *
   * @param orientation 1 to 8: which corner of the scene its first pixel is, and which side its
   *     first row
   */
  static Rgb upright(Rgb stored, int orientation) {
    if (orientation == Exif.UPRIGHT) {
      return stored;
    }
    boolean lies = orientation > 4;
    int width = lies ? stored.height() : stored.width();
    int height = lies ? stored.width() : stored.height();
    byte[] samples = new byte[stored.samples().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = CHANNELS * place(stored, orientation, x, y);
        System.arraycopy(stored.samples(), from, samples, CHANNELS * (y * width + x), CHANNELS);
      }
    }
    return new Rgb(width, height, samples);
  }

  /** Where the pixel of the scene is stored. */
  private static int place(Rgb stored, int orientation, int x, int y) {
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    int column =
        switch (orientation) {
          case 2, 3 -> right - x;
          case 5, 6 -> y;
          case 7, 8 -> right - y;
          default -> x;
        };
    int row =
        switch (orientation) {
          case 3, 4 -> bottom - y;
          case 5, 8 -> x;
          case 6, 7 -> bottom - x;
          default -> y;
        };
    return row * stored.width() + column;
  }
}
