package dev.langevin.encoder.tokens;

/**
 * The ids that surround a prompt's own.
 *
 * @param start before the first token
 * @param end after the last one
 * @param pad fills up what is left
 */
public record Marks(long start, long end, long pad) {}
