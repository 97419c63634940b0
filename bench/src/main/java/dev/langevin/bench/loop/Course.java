package dev.langevin.bench.loop;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How full batches were in a part of the time.
 *
 * @param share of the time that had gone by then, 0 to 1
 * @param rows mean number of rows of a run
 */
record Course(double share, double rows) {
  private static final int PARTS = 50;

  /** The parts, in order; those in which no run began are left out. */
  static List<Course> of(List<Span> spans) {
    return IntStream.range(0, PARTS)
        .mapToObj(
            i ->
                new Course(
                    (i + 0.5) / PARTS,
                    Fill.of(spans, (double) i / PARTS, (i + 1.0) / PARTS).rows()))
        .filter(part -> !Double.isNaN(part.rows()))
        .toList();
  }
}
