/** Gathers the work of concurrent callers into batches. */
package dev.langevin.encoder.batch;
