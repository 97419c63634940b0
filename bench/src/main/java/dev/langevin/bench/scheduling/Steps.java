package dev.langevin.bench.scheduling;

import dev.langevin.denoiser.batch.order.FairShortestFirst;
import dev.langevin.denoiser.batch.order.Policy;
import dev.langevin.denoiser.batch.order.RoundRobin;
import dev.langevin.denoiser.batch.order.RunQueue;
import java.util.List;

/**
 * Step by step, as Langevin does: rows of all jobs of a replica share its runs, in the order of a
 * policy.
 *
 * @param label for tables and charts
 * @param policy the order of service
 * @param routing which replica a job goes to
 * @param way what lies between a job and its replica
 */
record Steps(String label, Policy policy, Routing routing, Way way) implements Discipline {
  static final Steps LANGEVIN =
      new Steps("Langevin", FairShortestFirst.DEFAULT, Routing.BETTER_OF_TWO_MOVING, Way.USUAL);

  static final Steps ROUND_ROBIN =
      new Steps("round robin", new RoundRobin(), Routing.BETTER_OF_TWO_MOVING, Way.USUAL);

  /**
   * What lies between a job and its replica: nothing of it is spent in servers that keep the loop
   * to themselves.
   *
   * @param evaluations from an answer to the next step, in times of a guided evaluation alone
   * @param openingNanos to open a stream and send the conditionings
   */
  record Way(double evaluations, long openingNanos) {
    static final Way USUAL = new Way(0.05, 5_000_000);
    static final Way NONE = new Way(0, 0);

    /** From an answer to the next step, in the mean. */
    long nanos(Accelerator accelerator) {
      return Math.round(evaluations * accelerator.nanos(2));
    }
  }

  Steps with(Policy other, String name) {
    return new Steps(name, other, routing, way);
  }

  Steps by(Routing other, String name) {
    return new Steps(name, policy, other, way);
  }

  Steps over(Way other) {
    return new Steps(label, policy, routing, other);
  }

  /** What a replica orders its runs with. */
  <E, K> RunQueue<E, K> queue() {
    return new RunQueue<>(policy, FairShortestFirst.DEFAULT.quantum());
  }

  @Override
  public double capacity(Fleet fleet, Mix mix) {
    return fleet.batchedCapacity(mix);
  }

  @Override
  public List<Served> serve(List<Request> requests, Fleet fleet, long seed) {
    return new StepSimulation(this, fleet, seed).serve(requests);
  }
}
