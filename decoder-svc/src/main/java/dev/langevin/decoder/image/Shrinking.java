package dev.langevin.decoder.image;

/** Makes pictures smaller. */
public final class Shrinking {
  private static final int CHANNELS = 3;

  private Shrinking() {}

  /**
   * The picture, whose longer side becomes {@code most} pixels if it is longer: each pixel is the
   * mean of those that fall into it.
   *
   * @param most 1 or more
   */
  public static Rgb toSide(Rgb picture, int most) {
    int longer = Math.max(picture.width(), picture.height());
    if (longer <= most) {
      return picture;
    }
    int width = scaled(picture.width(), most, longer);
    int height = scaled(picture.height(), most, longer);
    byte[] samples = new byte[width * height * CHANNELS];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int top = edge(y, picture.height(), height);
      int bottom = edge(y + 1, picture.height(), height);
      for (int x = 0; x < width; x++) {
        int left = edge(x, picture.width(), width);
        int right = edge(x + 1, picture.width(), width);
        for (int c = 0; c < CHANNELS; c++) {
          samples[at++] = mean(picture, c, left, top, right, bottom);
        }
      }
    }
    return new Rgb(width, height, samples);
  }

  private static int scaled(int side, int most, int longer) {
    return Math.max(1, (int) Math.round((double) side * most / longer));
  }

  private static int edge(int index, int from, int to) {
    return (int) ((long) index * from / to);
  }

  private static byte mean(Rgb picture, int channel, int left, int top, int right, int bottom) {
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += picture.samples()[(y * picture.width() + x) * CHANNELS + channel] & 0xff;
      }
    }
    int count = (right - left) * (bottom - top);
    return (byte) ((sum + count / 2) / count);
  }
}
