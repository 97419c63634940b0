package dev.langevin.decoder.vae;

/**
 * Where tiles lie on an axis, in latent elements. All have one extent, and neighbours overlap by a
 * quarter of the largest extent allowed, or a little more. Within the overlap one fades into the
 * other on a linear ramp over its middle half: what is nearer to a tile's end was made without its
 * surroundings, and is not used.
 *
 * @param extent of each tile
 * @param starts where each begins
 * @param ramp length over which neighbours mix
 */
record Spans(int extent, int[] starts, double ramp) {
  /** The least extent that still has an overlap to mix in. */
  static final int LEAST = 4;

  /** One tile over the whole axis. */
  static Spans whole(int length) {
    return new Spans(length, new int[1], 1);
  }

  /**
   * As few tiles as reach over an axis.
   *
   * @param limit the largest extent of a tile, at least {@link #LEAST}
   * @param exact whether tiles must have just that extent
   */
  static Spans of(int length, int limit, boolean exact) {
    if (length <= limit) {
      return whole(length);
    }
    int overlap = limit / 4;
    int tiles = Math.ceilDiv(length - overlap, limit - overlap);
    int extent = exact ? limit : Math.ceilDiv(length + (tiles - 1) * overlap, tiles);
    int[] starts = new int[tiles];
    for (int i = 0; i < tiles; i++) {
      starts[i] = (int) ((long) i * (length - extent) / (tiles - 1));
    }
    return new Spans(extent, starts, overlap / 2.0);
  }

  int tiles() {
    return starts.length;
  }

  /**
   * How much a tile counts at each position within it; over all tiles, 1 at each position.
   *
   * @param unit positions in a latent element
   */
  float[] weights(int tile, int unit) {
    float[] weights = new float[extent * unit];
    for (int i = 0; i < weights.length; i++) {
      double at = starts[tile] + (i + 0.5) / unit;
      double left = tile == 0 ? 1 : rise(tile, at);
      double right = tile == tiles() - 1 ? 0 : rise(tile + 1, at);
      weights[i] = (float) (left - right);
    }
    return weights;
  }

  /** From 0 to 1 around the middle of a tile's overlap with the one before. */
  private double rise(int tile, double at) {
    double middle = (starts[tile] + starts[tile - 1] + extent) / 2.0;
    return Math.clamp((at - middle) / ramp + 0.5, 0, 1);
  }
}
