package dev.langevin.encoder.network;

/**
 * Hidden states of one prompt.
 *
 * @param tokens rows
 * @param width columns
 * @param values row-major
 */
public record Hidden(int tokens, int width, float[] values) {}
