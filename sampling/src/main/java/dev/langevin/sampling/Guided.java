package dev.langevin.sampling;

/**
 * The rows of one evaluation, combined.
 *
 * @param raw the prediction that the solver uses, in the parameterisation of the network
 * @param baseline the prediction that the solver's ε comes from: the same array as {@code raw}
 *     except with CFG++
 * @param variance the network's own variance channels (of the prompt's row); empty if it has none
 * @param memory what the guidance wants to remember; empty if nothing
 */
public record Guided(float[] raw, float[] baseline, float[] variance, float[] memory) {
  /** For guidance and networks that have nothing. */
  public static final float[] NONE = {};
}
