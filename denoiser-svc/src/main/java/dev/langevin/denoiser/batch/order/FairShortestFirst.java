package dev.langevin.denoiser.batch.order;

/**
 * The denoiser's order of service. By
 *
 * <ol>
 *   <li>class: INTERACTIVE before BATCH;
 *   <li>fair share: a tenant that is {@code quantum} rows ahead comes after one that is not;
 *   <li>deadline: a job that would soon miss its own goes first, the tightest of them before
 *       others. One that can't make it any more is served like one without;
 *   <li>fewest remaining rows, which minimises the mean time in the system (Schrage 1968), less
 *       what the job has waited. {@code stretch} is how many times the time of its remaining rows a
 *       job can be overtaken by others that come later.
 * </ol>
 *
 * In every {@code reserve}-th run what has waited longest goes before all that, so that nobody
 * starves, whatever others claim: with m evaluations that have waited longer, one waits for at most
 * (m + 1) · reserve runs, or as many more as these are split into.
 *
 * @param quantum how far a tenant may be ahead of another, in rows
 * @param stretch how much more fewer rows weigh than longer waits
 * @param reserve every how many runs the longest wait decides; at least 2
 */
public record FairShortestFirst(long quantum, double stretch, int reserve) implements Policy {
  /** What the denoiser uses; docs/scheduling.md has the figures. */
  public static final FairShortestFirst DEFAULT = new FairShortestFirst(256, 64, 8);

  /** A job is urgent if this share of the time it needs, or less, is what it can still lose. */
  private static final double MARGIN = 0.25;

  /** The same for jobs that need little: this many runs. */
  private static final double MARGIN_RUNS = 4;

  @Override
  public int compare(Claim a, Claim b) {
    int order = Boolean.compare(chosen(b), chosen(a));
    if (order == 0) {
      order = Boolean.compare(a.patient(), b.patient());
    }
    if (order == 0) {
      order = Long.compare(a.surplusRows() / quantum, b.surplusRows() / quantum);
    }
    if (order == 0) {
      order = Double.compare(urgency(a), urgency(b));
    }
    if (order == 0) {
      order = Double.compare(size(a), size(b));
    }
    return order != 0 ? order : Long.compare(a.number(), b.number());
  }

  private boolean chosen(Claim claim) {
    return claim.longest() && claim.run() % reserve == 0;
  }

  /** What the job can still lose without missing its deadline; the same for all not in danger. */
  private static double urgency(Claim claim) {
    double needed = claim.neededNanos();
    double laxity = claim.slackNanos() - needed;
    double margin = Math.max(MARGIN * needed, MARGIN_RUNS * claim.pace().runNanos());
    return laxity < 0 || laxity >= margin ? Double.MAX_VALUE : laxity;
  }

  private double size(Claim claim) {
    return stretch * claim.rowsLeft() * claim.pace().rowNanos() - claim.waitedNanos();
  }
}
