package dev.langevin.sampling;

import java.util.List;

/**
 * A scheduler configuration and a request, compiled: what to evaluate, at which levels, with which
 * coefficients. All departures of the reference library from its papers are in here, and are listed
 * in the package documentation.
 *
 * @param evaluations in order, one per network evaluation
 * @param steps the number of steps that progress counts
 * @param initialScale what standard normal noise is multiplied with to become the first latents
 */
public record Plan(List<Evaluation> evaluations, int steps, double initialScale) {
  /** Keeps a copy. */
  public Plan {
    evaluations = List.copyOf(evaluations);
  }
}
