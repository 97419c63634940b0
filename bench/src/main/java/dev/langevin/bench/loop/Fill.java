package dev.langevin.bench.loop;

import java.util.List;

/**
 * How full the batches were, from the spans of evaluations.
 *
 * @param rows mean number of rows of a run
 * @param cap the most that a run may take
 */
record Fill(double rows, double cap) {
  private static final String RUN = "denoiser.run";

  /** Rows to the cap, 0 to 1. */
  double share() {
    return rows / cap;
  }

  /**
   * Of the runs that began within a part of the time. Each evaluation tells the rows of the runs
   * that held its own; r rows in runs of n are r/n of a run.
   *
   * @param from share of the time from the first beginning to the last end, 0 to 1
   * @param to likewise
   * @return rows NaN if none began then
   */
  static Fill of(List<Span> spans, double from, double to) {
    List<Span> runs = spans.stream().filter(span -> span.name().equals(RUN)).toList();
    long first = runs.stream().mapToLong(Span::start).min().orElseThrow();
    long last = runs.stream().mapToLong(Span::end).max().orElseThrow();
    double rows = 0;
    double count = 0;
    double cap = 0;
    for (Span run : runs) {
      cap = Math.max(cap, run.number("langevin.batch_cap"));
      double at = (double) (run.start() - first) / (last - first);
      if (at >= from && at < to) {
        rows += run.number("langevin.rows");
        count += run.number("langevin.rows") / run.number("langevin.batch_rows");
      }
    }
    return new Fill(rows / count, cap);
  }
}
