/**
 * What runs next: a queue of what waits, and the policies that rank it. Without clock, threads or
 * network, so that a simulation drives what the denoiser does.
 */
package dev.langevin.denoiser.batch.order;
