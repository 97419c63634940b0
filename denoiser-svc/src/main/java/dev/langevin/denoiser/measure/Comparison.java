package dev.langevin.denoiser.measure;

/**
 * What the comparison of a rewritten network with its original found.
 *
 * @param subject what was compared, and where
 * @param problem why the rewritten one is not to be used; empty if it is
 * @param difference the largest difference, relative to the row's largest element
 */
record Comparison(String subject, String problem, double difference) {
  static Comparison failed(String subject, String problem) {
    return new Comparison(subject, problem, 0);
  }

  boolean agrees() {
    return problem.isEmpty();
  }
}
