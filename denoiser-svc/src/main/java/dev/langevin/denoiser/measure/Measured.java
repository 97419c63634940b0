package dev.langevin.denoiser.measure;

import java.util.Map;

/**
 * What was measured of a model on a machine.
 *
 * @param numerics the numerics id it holds for
 * @param cap the best number of rows of a run
 * @param batchInvariant whether rows are the same bits in company, up to that number
 * @param millis time of a run by its number of rows
 */
record Measured(String numerics, int cap, boolean batchInvariant, Map<Integer, Double> millis) {}
