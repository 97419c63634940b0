package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.network.RowInput;
import java.util.List;
import java.util.Map;

/**
 * What rows must share to be run together: the shapes, and the time only where the network takes
 * one for all.
 *
 * @param latent extents of the latent
 * @param conditioning extents of the conditioning tensors by input
 * @param time the common time, or null if each row has its own
 */
record BatchKey(List<Long> latent, Map<String, List<Long>> conditioning, Double time) {
  static BatchKey of(RowInput row, boolean timePerRow) {
    Double time = timePerRow ? null : row.time();
    return new BatchKey(row.shape(), row.conditioning().shapes(), time);
  }

  /** Elements of one row's latent. */
  long elements() {
    return latent.stream().reduce(1L, Math::multiplyExact);
  }
}
