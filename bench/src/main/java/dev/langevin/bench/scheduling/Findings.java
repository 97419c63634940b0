package dev.langevin.bench.scheduling;

import java.util.List;

/**
 * Everything that was simulated.
 *
 * @param loads each discipline at loads from 0.5 to 1.1, one replica, a/b 4, Poisson
 * @param judged what the bars compare: each discipline at 0.8 and 1.1, by a/b and arrivals
 * @param goodputs by a/b and arrivals, one replica
 * @param caps goodput by the batch cap, a/b 4, Poisson
 * @param due as {@code loads}, where three jobs of ten have a deadline
 * @param sharing a light tenant beside a heavy one
 * @param wide goodputs of whole requests, batches of them and ours, from 1 to 64 replicas
 * @param ways ours with more or less between an answer and the next step, as {@code loads}
 * @param fleets from 1 to 64 replicas at 0.8, a/b 4, Poisson, with ways of placement
 */
record Findings(
    List<Point> loads,
    List<Point> judged,
    List<Rate> goodputs,
    List<Rate> caps,
    List<Point> due,
    List<Sharing> sharing,
    List<Rate> wide,
    List<Point> ways,
    List<Point> fleets) {
  static final Discipline FIFO = new WholeRequests(false);
  static final Discipline BATCHES = new WholeRequests(true);
  static final List<Discipline> ALL = List.of(FIFO, BATCHES, Steps.ROUND_ROBIN, Steps.LANGEVIN);

  /**
   * A goodput.
   *
   * @param discipline its label
   * @param perSecond jobs per second
   */
  record Rate(String discipline, Setting setting, double perSecond) {}

  /** What was found of a discipline at a setting. */
  static Summary summary(List<Point> points, Discipline discipline, Setting setting) {
    return points.stream()
        .filter(p -> p.discipline().equals(discipline.label()) && p.setting().equals(setting))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(discipline + " not at " + setting))
        .summary();
  }

  /** The same of goodputs. */
  static double rate(List<Rate> rates, Discipline discipline, Setting setting) {
    return rates.stream()
        .filter(r -> r.discipline().equals(discipline.label()) && r.setting().equals(setting))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(discipline + " not at " + setting))
        .perSecond();
  }
}
