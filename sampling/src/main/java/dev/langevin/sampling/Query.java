package dev.langevin.sampling;

/**
 * What to ask the network: one row per conditioning, all with the same latents and time.
 *
 * @param input scaled latents; may be the state's own array, so do not write to it
 * @param time what the network is told
 * @param conditionings a conditioning per row, as {@link Guidance#rows} counts them: 0 is the
 *     prompt, 1 the negative prompt
 */
public record Query(float[] input, double time, int[] conditionings) {}
