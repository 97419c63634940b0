package dev.langevin.bench.admission;

import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.loop.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What visitors of a full system waited.
 *
 * @param evaluationMillis the mean time of a run of the network meanwhile
 * @param batchRows the mean number of its rows
 * @param busy the share of the time in which the network ran
 * @param visits of those who waited
 */
record Delays(double evaluationMillis, double batchRows, double busy, List<Visit> visits) {
  private static final String JOB = "orchestrator.job";
  private static final String RUN = "denoiser.run";

  /**
   * From what the system wrote.
   *
   * @param spans of all jobs
   * @param visitors the ids of those whose delay counts
   */
  static Delays of(List<Span> spans, Set<String> visitors) {
    Set<String> traces =
        spans.stream()
            .filter(
                s -> s.name().equals(JOB) && visitors.contains(s.said().get("langevin.generation")))
            .map(Span::trace)
            .collect(Collectors.toSet());
    Map<String, List<Span>> jobs =
        spans.stream()
            .filter(span -> traces.contains(span.trace()))
            .collect(Collectors.groupingBy(Span::trace));
    if (jobs.size() != visitors.size()) {
      throw new IllegalStateException(
          "%d of %d jobs have left a trace".formatted(jobs.size(), visitors.size()));
    }
    return of(runs(spans, jobs), jobs.values().stream().map(Visit::of).toList());
  }

  /** Of the runs between the first and the last visitor's. */
  private static List<Span> runs(List<Span> spans, Map<String, List<Span>> jobs) {
    var own =
        jobs.values().stream()
            .flatMap(List::stream)
            .filter(span -> span.name().equals(RUN))
            .mapToLong(Span::start)
            .summaryStatistics();
    return spans.stream()
        .filter(span -> span.name().equals(RUN))
        .filter(span -> span.start() >= own.getMin() && span.start() <= own.getMax())
        .toList();
  }

  /**
   * Each evaluation tells of the runs that held it: r rows of a run's n are r/n of it, and more
   * than n of them had r/n runs, one after the other.
   */
  private static Delays of(List<Span> runs, List<Visit> visits) {
    double count = runs.stream().mapToDouble(Delays::part).sum();
    double rows = runs.stream().mapToDouble(run -> run.number("langevin.rows")).sum();
    double millis = runs.stream().mapToDouble(run -> Math.min(1, part(run)) * run.millis()).sum();
    long from = runs.stream().mapToLong(Span::start).min().orElseThrow();
    long to = runs.stream().mapToLong(Span::end).max().orElseThrow();
    return new Delays(millis / count, rows / count, millis / ((to - from) / 1e6), visits);
  }

  /** A quantile of a part of the visits, in milliseconds. */
  double millis(ToDoubleFunction<Visit> part, double share) {
    return Quantiles.of(visits.stream().map(part::applyAsDouble).toList(), share);
  }

  /** The same in runs of the network. */
  double evaluations(ToDoubleFunction<Visit> part, double share) {
    return millis(part, share) / evaluationMillis;
  }

  private static double part(Span run) {
    return run.number("langevin.rows") / run.number("langevin.batch_rows");
  }
}
