package dev.langevin.client.show;

/**
 * The characters that a picture takes. One is taken to be twice as high as wide.
 *
 * @param columns from left to right, at least 1
 * @param rows from top to bottom, at least 1
 */
record Box(int columns, int rows) {
  /**
   * The largest with a picture's proportions.
   *
   * @param columns that there are
   * @param rows that there are
   */
  static Box of(int width, int height, int columns, int rows) {
    double wide = 2.0 * rows * width / height;
    return wide <= columns
        ? new Box(Math.max(1, (int) Math.round(wide)), rows)
        : new Box(columns, Math.max(1, (int) Math.round(columns * height / (2.0 * width))));
  }
}
