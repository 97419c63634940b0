/** Which rows are run next, and together. */
package dev.langevin.denoiser.batch;
