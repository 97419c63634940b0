/**
 * {@code langevin bench capacity}: what the control plane can do, with a denoiser that answers at
 * once.
 */
package dev.langevin.bench.capacity;
