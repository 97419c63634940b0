/**
 * The numbers of this process. {@link dev.langevin.runtime.metrics.Meter} lists them all; the rest
 * counts, and says them in Prometheus's formats.
 */
package dev.langevin.runtime.metrics;
