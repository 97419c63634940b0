package dev.langevin.orchestrator.loop;

/**
 * What an evaluation made of a job's first image, for those who look on.
 *
 * @param evaluation its place in the plan, from 0
 * @param noisy the latents that it began with (channels, rows, columns); not to be changed
 * @param denoised the estimate of x₀ that it gave; not to be changed
 */
public record Sight(int evaluation, float[] noisy, float[] denoised) {}
