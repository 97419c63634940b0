package dev.langevin.runtime.generations;

/**
 * What a tenant has in hand.
 *
 * @param waiting its generations that are QUEUED
 * @param running those that are RUNNING
 * @param rows rows of those that were created within the last minute, whatever became of them
 */
public record Standing(int waiting, int running, long rows) {
  /** Of a tenant that nothing is known of. */
  public static final Standing NONE = new Standing(0, 0, 0);
}
