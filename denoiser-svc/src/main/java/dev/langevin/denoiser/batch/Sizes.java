package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.BatchMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The numbers of rows that the network is run with: all of them up to 16, then multiples of 8; or a
 * single one. Few enough to check every one of them.
 *
 * @param cap the most rows of a run
 * @param mode how many rows a run takes
 */
public record Sizes(int cap, BatchMode mode) {
  private static final int ALL_UP_TO = 16;
  private static final int STRIDE = 8;

  /** The rows to run for that many, at least as many. */
  public int padded(int rows) {
    if (mode == BatchMode.DETERMINISTIC) {
      return cap;
    }
    return rows <= ALL_UP_TO ? rows : Math.min(cap, (rows + STRIDE - 1) / STRIDE * STRIDE);
  }

  /** Every number of rows that a run can take. */
  public List<Integer> all() {
    return IntStream.rangeClosed(1, cap).map(this::padded).distinct().boxed().toList();
  }

  /** For larger latents as many times fewer rows, so that a run does not outgrow the memory. */
  Sizes at(long usualElements, long elements) {
    long fitting = Math.max(1, cap * usualElements / elements);
    return elements <= usualElements ? this : withCap((int) Math.min(cap, fitting));
  }

  /** The same with another cap. */
  public Sizes withCap(int other) {
    return new Sizes(other, mode);
  }
}
