package dev.langevin.client.show;

import java.awt.image.BufferedImage;

/**
 * Sixels (DEC VT340): columns of six pixels, a colour at a time, of 216 colours that are mixed by
 * an ordered pattern. A character is taken to have 8×16 pixels: where it has more, the picture is
 * smaller than its box, and nothing is painted over.
 */
record SixelPainter() implements Painter {
  private static final int COLUMN = 8;
  private static final int ROW = 16;
  private static final int SHORTEST_RUN = 4;
  private static final int BAND = 6;
  private static final int LEVELS = 6;
  private static final int COLOURS = LEVELS * LEVELS * LEVELS;
  private static final int[] BAYER = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};

  @Override
  public String paint(byte[] png, BufferedImage picture, Box box) {
    int width = box.columns() * COLUMN;
    int height = box.rows() * ROW;
    BufferedImage scaled = Painter.scaled(picture, width, height);
    StringBuilder text = new StringBuilder("\033Pq\"1;1;" + width + ";" + height);
    for (int i = 0; i < COLOURS; i++) {
      text.append("#%d;2;%d;%d;%d".formatted(i, percent(i / 36), percent(i / 6), percent(i)));
    }
    for (int top = 0; top < height; top += BAND) {
      band(text, scaled, top);
    }
    return text.append("\033\\").toString();
  }

  private static int percent(int level) {
    return level % LEVELS * 100 / (LEVELS - 1);
  }

  private static void band(StringBuilder text, BufferedImage picture, int top) {
    int width = picture.getWidth();
    int rows = Math.min(BAND, picture.getHeight() - top);
    byte[][] columns = new byte[COLOURS][];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < width; x++) {
        int colour = colour(picture.getRGB(x, top + y), x, top + y);
        if (columns[colour] == null) {
          columns[colour] = new byte[width];
        }
        columns[colour][x] |= (byte) (1 << y);
      }
    }
    for (int colour = 0; colour < COLOURS; colour++) {
      if (columns[colour] != null) {
        text.append('#').append(colour);
        repeated(text, columns[colour]);
        text.append('$'); // back to the band's beginning
      }
    }
    text.append('-');
  }

  private static void repeated(StringBuilder text, byte[] columns) {
    int end = columns.length;
    while (end > 0 && columns[end - 1] == 0) {
      end--;
    }
    for (int from = 0; from < end; ) {
      int to = from + 1;
      while (to < end && columns[to] == columns[from]) {
        to++;
      }
      String sixel = String.valueOf((char) ('?' + columns[from]));
      int run = to - from;
      text.append(run < SHORTEST_RUN ? sixel.repeat(run) : "!" + run + sixel);
      from = to;
    }
  }

  private static int colour(int rgb, int x, int y) {
    double more = (BAYER[(y & 3) * 4 + (x & 3)] + 0.5) / BAYER.length;
    return 36 * level(rgb >> 16, more) + 6 * level(rgb >> 8, more) + level(rgb, more);
  }

  private static int level(int channel, double more) {
    return Math.min(LEVELS - 1, (int) ((channel & 0xff) * (LEVELS - 1) / 255.0 + more));
  }
}
