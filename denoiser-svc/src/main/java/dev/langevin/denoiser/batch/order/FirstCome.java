package dev.langevin.denoiser.batch.order;

/** Jobs in the order they came: each keeps its place in the runs until it is done. */
public record FirstCome() implements Policy {
  @Override
  public int compare(Claim a, Claim b) {
    int jobs = Long.compare(a.jobNumber(), b.jobNumber());
    return jobs != 0 ? jobs : Long.compare(a.number(), b.number());
  }
}
