package dev.langevin.bench.admission;

import dev.langevin.bench.kit.Quantiles;
import dev.langevin.v1.Generation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What visitors of a full system waited.
 *
 * @param evaluationMillis the mean time of a batch's run meanwhile
 * @param batchRows the mean number of rows of those
 * @param busy the share of the time in which the network ran
 * @param millis each visitor's delay
 */
record Delays(double evaluationMillis, double batchRows, double busy, List<Double> millis) {
  /**
   * Reckons.
   *
   * @param visits of those who wait
   * @param load the batch jobs that ended meanwhile
   * @param rowsPerEvaluation of each of these
   * @param window how long that was
   */
  static Delays of(
      List<Visit> visits, List<Generation> load, int rowsPerEvaluation, Duration window) {
    double nanos = load.stream().mapToDouble(Delays::networkNanos).sum();
    double rows = load.stream().mapToDouble(g -> rowsPerEvaluation * evaluations(g)).sum();
    double rowsTimesBatch =
        load.stream()
            .mapToDouble(g -> rowsPerEvaluation * evaluations(g) * g.getTiming().getMeanBatchRows())
            .sum();
    double own = visits.stream().mapToDouble(v -> networkNanos(v.end())).sum();
    double batch = rowsTimesBatch / rows;
    return new Delays(
        nanos / rows * batch / 1e6,
        batch,
        (nanos + own) / window.toNanos(),
        visits.stream().map(Visit::delayMillis).sorted(Comparator.naturalOrder()).toList());
  }

  /** A quantile of the delays, in evaluations. */
  double quantile(double share) {
    return Quantiles.of(millis, share) / evaluationMillis;
  }

  private static long evaluations(Generation generation) {
    return generation.getProgress().getEvaluations();
  }

  private static double networkNanos(Generation generation) {
    var network = generation.getTiming().getNetwork();
    return network.getSeconds() * 1e9 + network.getNanos();
  }
}
