package dev.langevin.runtime.metrics;

/**
 * The numbers as a scraper reads them.
 *
 * @param contentType of the format
 * @param body the numbers in it
 */
public record Exposition(String contentType, byte[] body) {}
