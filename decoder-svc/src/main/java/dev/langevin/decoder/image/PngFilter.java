package dev.langevin.decoder.image;

/**
 * The filters of PNG (ISO/IEC 15948, clause 9). Each row takes the one whose differences have the
 * least sum of magnitudes, as clause 12.8 advises.
 */
final class PngFilter {
  private static final int PIXEL = 3;
  private static final int FILTERS = 5;

  private PngFilter() {}

  /** The rows, each with its filter's number before it. */
  static byte[] apply(Rgb picture) {
    int row = picture.width() * PIXEL;
    byte[] out = new byte[(row + 1) * picture.height()];
    byte[] candidate = new byte[row];
    byte[] above = new byte[row];
    byte[] current = new byte[row];
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(picture.samples(), y * row, current, 0, row);
      long least = Long.MAX_VALUE;
      for (int filter = 0; filter < FILTERS; filter++) {
        long sum = filter(filter, current, above, candidate);
        if (sum < least) {
          least = sum;
          out[y * (row + 1)] = (byte) filter;
          System.arraycopy(candidate, 0, out, y * (row + 1) + 1, row);
        }
      }
      System.arraycopy(current, 0, above, 0, row);
    }
    return out;
  }

  /** Fills the candidate and returns the sum of its magnitudes. */
  private static long filter(int filter, byte[] current, byte[] above, byte[] candidate) {
    long sum = 0;
    for (int i = 0; i < current.length; i++) {
      int left = i < PIXEL ? 0 : current[i - PIXEL] & 0xff;
      int corner = i < PIXEL ? 0 : above[i - PIXEL] & 0xff;
      int up = above[i] & 0xff;
      int predicted =
          switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            default -> paeth(left, up, corner);
          };
      candidate[i] = (byte) (current[i] - predicted);
      sum += Math.abs(candidate[i]);
    }
    return sum;
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }
}
