package dev.langevin.client.show;

import java.awt.image.BufferedImage;

/** Upper half blocks: the character's colour is the upper pixel, its ground the lower one. */
record BlockPainter() implements Painter {
  private static final char UPPER_HALF = '▀';

  @Override
  public String paint(byte[] png, BufferedImage picture, Box box) {
    BufferedImage small = Painter.scaled(picture, box.columns(), 2 * box.rows());
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < box.rows(); row++) {
      text.append(row == 0 ? "" : "\r\n");
      int before = -1;
      int ground = -1;
      for (int x = 0; x < box.columns(); x++) {
        int upper = small.getRGB(x, 2 * row) & 0xffffff;
        int lower = small.getRGB(x, 2 * row + 1) & 0xffffff;
        if (upper != before) {
          text.append(colour(38, upper));
        }
        if (lower != ground) {
          text.append(colour(48, lower));
        }
        text.append(UPPER_HALF);
        before = upper;
        ground = lower;
      }
      text.append("\033[0m");
    }
    return text.toString();
  }

  private static String colour(int what, int rgb) {
    return "\033[%d;2;%d;%d;%dm".formatted(what, rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
  }
}
