package dev.langevin.denoiser.network;

import java.util.List;

/**
 * Rows that are put together for a run, in buffers that are used again and again. Putting together
 * and reading the outputs leave the device alone: another assembly's rows may run meanwhile.
 * Belongs to one thread at a time.
 */
public interface Assembly extends AutoCloseable {
  /** Forgets the rows, and outputs that nobody read. */
  void clear();

  /** Copies a row behind those there are, whose shapes it has. */
  void add(RowInput row);

  /**
   * Runs the rows, at least one; the device's part.
   *
   * @param padded rows the run takes; the last row is repeated to fill it
   * @throws RuntimeException if the device can't
   */
  void run(int padded);

  /** The outputs of the last run, the repeated rows' last; may be asked for once. */
  Outputs outputs();

  /** Frees the buffers. */
  @Override
  void close();

  /** All of it, for these rows alone. */
  default Outputs predict(List<RowInput> rows, int padded) {
    clear();
    rows.forEach(this::add);
    run(padded);
    return outputs();
  }
}
