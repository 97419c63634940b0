package dev.langevin.decoder.image;

import java.util.List;

/** Pictures of one size, put together to one. */
public final class Sheet {
  private static final int CHANNELS = 3;

  private Sheet() {}

  /**
   * The pictures side by side, without anything between them.
   *
   * @param rows from the top, each from left to right; of equal lengths, 1 or more
   */
  public static Rgb of(List<List<Rgb>> rows) {
    Rgb first = rows.getFirst().getFirst();
    int columns = rows.getFirst().size();
    int width = first.width() * columns;
    byte[] samples = new byte[width * CHANNELS * first.height() * rows.size()];
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns; column++) {
        int corner = (row * first.height() * columns + column) * first.width();
        copy(rows.get(row).get(column), samples, corner * CHANNELS, width * CHANNELS);
      }
    }
    return new Rgb(width, first.height() * rows.size(), samples);
  }

  /**
   * Copies a picture line by line.
   *
   * @param at where its first sample goes
   * @param stride samples from one line to the next
   */
  private static void copy(Rgb picture, byte[] samples, int at, int stride) {
    int line = picture.width() * CHANNELS;
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(picture.samples(), y * line, samples, at + y * stride, line);
    }
  }
}
