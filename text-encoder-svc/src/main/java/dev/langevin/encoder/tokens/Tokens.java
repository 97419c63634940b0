package dev.langevin.encoder.tokens;

/**
 * A prompt as the text model reads it.
 *
 * @param ids the model's length of token ids, padded; not to be changed
 * @param count tokens of the whole prompt, marks included, those cut off too
 * @param truncated tokens that did not fit
 */
public record Tokens(long[] ids, int count, int truncated) {}
