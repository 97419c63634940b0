/**
 * What is true about a batch: the fold over the compacted topic {@code batches}, the log that reads
 * and writes it, the queue of the feeders, and how a batch's lines are named and stored.
 */
package dev.langevin.runtime.batches;
