package dev.langevin.denoiser.batch.order;

/** Evaluations in the order they came, so that jobs take turns. */
public record RoundRobin() implements Policy {
  @Override
  public int compare(Claim a, Claim b) {
    return Long.compare(a.number(), b.number());
  }
}
