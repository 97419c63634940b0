package dev.langevin.denoiser.measure;

import dev.langevin.denoiser.batch.Sizes;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a row's outputs are the same bits alone and in company, for every number of rows that a
 * run can take and every place in it.
 */
final class BatchInvariance {
  private final DenoiserNetwork network;
  private final List<RowInput> rows;
  private final List<ByteBuffer> alone = new ArrayList<>();

  /**
   * @param rows different rows of one shape
   */
  BatchInvariance(DenoiserNetwork network, List<RowInput> rows) {
    this.network = network;
    this.rows = rows;
  }

  /** Runs one more row alone; false once all have been. */
  boolean runAlone(Sizes sizes) {
    if (alone.size() == rows.size()) {
      return false;
    }
    RowInput row = rows.get(alone.size());
    alone.add(network.run(List.of(row), sizes.padded(1)).row(0));
    return true;
  }

  /**
   * Whether all rows of a run of that many equal themselves alone; each size shifts them by a
   * place.
   */
  boolean holds(int size) {
    List<RowInput> batch = new ArrayList<>();
    for (int place = 0; place < size; place++) {
      batch.add(rows.get((place + size) % rows.size()));
    }
    Outputs outputs = network.run(batch, size);
    for (int place = 0; place < size; place++) {
      if (!outputs.row(place).equals(alone.get((place + size) % rows.size()))) {
        return false;
      }
    }
    return true;
  }
}
