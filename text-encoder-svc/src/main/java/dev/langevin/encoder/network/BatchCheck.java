package dev.langevin.encoder.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds out whether a prompt's hidden states depend on the prompts beside it. Where they do, to a
 * single bit, prompts are encoded one by one, for a picture must not depend on its company.
 */
public final class BatchCheck {
  private BatchCheck() {}

  /**
   * The batch size to use.
   *
   * @param network what to check
   * @param row ids of some prompt
   * @param wanted the batch size wanted
   * @return that, or 1 if a row's bits changed in a batch
   */
  public static int cap(TextNetwork network, long[] row, int wanted) {
    int cap = network.batch(wanted);
    if (cap == 1) {
      return 1;
    }
    long[] other = row.clone();
    Arrays.fill(other, 1, other.length - 1, row[0]);
    float[] alone = network.run(List.of(TextRow.of(row))).getFirst().values();
    for (int size : List.of(2, 3, cap)) {
      List<TextRow> batch = new ArrayList<>(Collections.nCopies(size, TextRow.of(other)));
      batch.set(size - 1, TextRow.of(row));
      if (!Arrays.equals(alone, network.run(batch).get(size - 1).values())) {
        return 1;
      }
    }
    return cap;
  }
}
