package dev.langevin.bench.chaos.check;

/**
 * Something that must not be.
 *
 * @param problem of which sort
 * @param what whom it happened to, and what
 */
public record Finding(Problem problem, String what) {
  @Override
  public String toString() {
    return problem + ": " + what;
  }
}
