package dev.langevin.orchestrator.loop;

/**
 * The network's answer to {@link Rows}.
 *
 * @param outputs one array per row, in order (output channels, rows, columns)
 * @param networkNanos the network's own time for these rows, in nanoseconds
 * @param batchRows the mean number of rows in the batches that held these rows
 */
public record Prediction(float[][] outputs, long networkNanos, double batchRows) {}
