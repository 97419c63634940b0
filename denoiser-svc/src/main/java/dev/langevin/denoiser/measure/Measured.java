package dev.langevin.denoiser.measure;

import java.util.Map;

/**
 * What was measured of a model on a machine.
 *
 * @param numerics the numerics id it holds for
 * @param cap the best number of rows of a run; 0 if that was not measured
 * @param checkedRows up to how many rows of a run batch invariance was checked; 0 if it was not
 * @param batchInvariant whether rows are the same bits in company, up to that number
 * @param millis time of a run by its number of rows
 */
record Measured(
    String numerics,
    int cap,
    int checkedRows,
    boolean batchInvariant,
    Map<Integer, Double> millis) {
  static Measured nothing(String numerics) {
    return new Measured(numerics, 0, 0, false, Map.of());
  }

  boolean calibrated() {
    return cap > 0;
  }
}
