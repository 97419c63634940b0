package dev.langevin.encoder.network;

import java.util.List;

/**
 * Finds out how many last layers can be left out: what the graph promises holds only if the
 * normalisation read from it makes of the last layer's states what the network itself does.
 */
public final class ClipSkipCheck {
  /** Relative to the largest value; half precision keeps 3 digits. */
  private static final double TOLERANCE = 1e-2;

  private ClipSkipCheck() {}

  /**
   * The largest clip_skip.
   *
   * @param row ids of some prompt
   * @return 0 if the check fails or there is nothing to take
   */
  public static int most(TextNetwork network, long[] row) {
    int promised = network.maxClipSkip();
    if (promised == 0) {
      return 0;
    }
    Hidden last = network.run(List.of(TextRow.of(row))).getFirst();
    if (last.width() != network.normWidth()) {
      return 0;
    }
    Hidden own = network.lastNormalised(row);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < last.values().length; i++) {
      largest = Math.max(largest, Math.abs(last.values()[i]));
      difference = Math.max(difference, Math.abs(last.values()[i] - own.values()[i]));
    }
    return difference <= TOLERANCE * largest ? promised : 0;
  }
}
