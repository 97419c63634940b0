package dev.langevin.bench.fuzz.kit;

import java.util.List;

/**
 * What became of a target's inputs.
 *
 * @param target its name
 * @param inputs how many were fed
 * @param accepted how many of them it could use
 * @param refused how many it refused as it should
 * @param failed how many it does not stand
 * @param slowestNanos the time that the slowest took
 * @param findings one of each cause, and what it leaves behind
 */
public record Tally(
    String target,
    int inputs,
    int accepted,
    int refused,
    int failed,
    long slowestNanos,
    List<Finding> findings) {
  /** Whether nothing was found. */
  public boolean clean() {
    return findings.isEmpty();
  }
}
