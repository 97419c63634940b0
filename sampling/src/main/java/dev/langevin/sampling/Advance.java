package dev.langevin.sampling;

/**
 * The result of one evaluation.
 *
 * @param next the state to go on with
 * @param denoised the estimate of x₀ that the evaluation gave, for previews; do not write to it
 */
public record Advance(State next, float[] denoised) {}
