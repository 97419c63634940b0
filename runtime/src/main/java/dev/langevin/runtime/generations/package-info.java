/**
 * What is true about a generation: the fold over the compacted topic {@code generations}, the log
 * that reads and writes it, and the topics.
 */
package dev.langevin.runtime.generations;
