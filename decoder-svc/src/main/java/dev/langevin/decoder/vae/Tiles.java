package dev.langevin.decoder.vae;

import java.util.function.UnaryOperator;

/**
 * Runs a network over a grid of overlapping tiles, one after another, and mixes what they give, as
 * the memory of a run grows with its picture. The reference library does so too, but only on
 * request, and it lets the last row and column be narrow.
 *
 * @param rows the tiles' vertical places
 * @param columns their horizontal places
 */
record Tiles(Spans rows, Spans columns) {
  /**
   * The network's answer to a whole input; that of one run where there is one tile.
   *
   * @param input planes of the input
   * @param from positions of the input in a latent element
   * @param to positions of the answer in a latent element
   */
  Planes run(Planes input, int from, int to, UnaryOperator<Planes> network) {
    if (rows.tiles() * columns.tiles() == 1) {
      return network.apply(input);
    }
    int height = input.height() / from * to;
    int width = input.width() / from * to;
    Planes whole = null;
    for (int row = 0; row < rows.tiles(); row++) {
      for (int column = 0; column < columns.tiles(); column++) {
        int top = rows.starts()[row];
        int left = columns.starts()[column];
        Planes tile =
            network.apply(
                input.crop(top * from, left * from, rows.extent() * from, columns.extent() * from));
        if (whole == null) {
          whole = Planes.zeros(tile.channels(), height, width);
        }
        float[] down = rows.weights(row, to);
        add(whole, tile, top * to, left * to, down, columns.weights(column, to));
      }
    }
    return whole;
  }

  private static void add(
      Planes whole, Planes tile, int top, int left, float[] down, float[] across) {
    for (int c = 0; c < tile.channels(); c++) {
      for (int y = 0; y < tile.height(); y++) {
        int from = (c * tile.height() + y) * tile.width();
        int to = (c * whole.height() + top + y) * whole.width() + left;
        for (int x = 0; x < tile.width(); x++) {
          whole.values()[to + x] += down[y] * across[x] * tile.values()[from + x];
        }
      }
    }
  }
}
