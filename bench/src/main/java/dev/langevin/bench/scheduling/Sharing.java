package dev.langevin.bench.scheduling;

import java.util.List;

/**
 * What a heavy tenant, who sends more than can be served, does to a light one.
 *
 * @param discipline its label
 * @param alone mean latency of the light tenant's jobs with nobody else, in times that each takes
 *     alone
 * @param shared the same beside the heavy tenant
 */
record Sharing(String discipline, double alone, double shared) {
  /** Of the discipline's own capacity. */
  static final double LIGHT = 0.2;

  static final double HEAVY = 1.2;

  private static final String LIGHT_TENANT = "light";

  /**
   * Simulates one.
   *
   * @param jobs of the light tenant
   */
  static Sharing of(Discipline discipline, Fleet fleet, int jobs, long seed) {
    double capacity = discipline.capacity(fleet, Mix.USUAL);
    List<Request> light = traffic(LIGHT * capacity, jobs, seed, LIGHT_TENANT);
    int more = (int) Math.round(jobs * HEAVY / LIGHT);
    List<Request> heavy = traffic(HEAVY * capacity, more, seed + 1_000, "heavy");
    return new Sharing(
        discipline.label(),
        slowdown(discipline, fleet, light, seed),
        slowdown(discipline, fleet, Traffic.merged(light, heavy), seed));
  }

  /** Of several seeds. */
  static Sharing mean(List<Sharing> some) {
    return new Sharing(
        some.getFirst().discipline(),
        some.stream().mapToDouble(Sharing::alone).average().orElseThrow(),
        some.stream().mapToDouble(Sharing::shared).average().orElseThrow());
  }

  private static List<Request> traffic(double rate, int jobs, long seed, String tenant) {
    return Traffic.of(Mix.USUAL, Arrivals.POISSON, rate, jobs, seed, tenant);
  }

  private static double slowdown(
      Discipline discipline, Fleet fleet, List<Request> requests, long seed) {
    return discipline.serve(requests, fleet, seed).stream()
        .filter(job -> job.request().tenant().equals(LIGHT_TENANT))
        .mapToDouble(job -> job.slowdown(fleet.accelerator()))
        .average()
        .orElseThrow();
  }
}
