package dev.langevin.bench.sight;

import com.sun.management.OperatingSystemMXBean;
import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.loop.Span;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.TraceSpan;
import dev.langevin.runtime.trace.Tracing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What it costs to record jobs whose spans are known: they are begun, told of, ended and written to
 * a file once more, many times, in this process, as the services do it. What differs between two
 * makings of one picture is many times as much, and no part of this.
 */
final class SpanCost {
  private static final int WARM = 5;
  private static final int ROUNDS = 9;

  /** Fewer than may wait for their export, so that none is lost. */
  private static final int SPANS_OF_ROUND = 40_000;

  private final List<List<Span>> jobs;

  /**
   * Of these jobs.
   *
   * @param jobs the spans of each, 1 or more
   */
  SpanCost(List<List<Span>> jobs) {
    this.jobs = jobs;
  }

  /** How many spans a job has. */
  double spansPerJob() {
    return jobs.stream().mapToInt(List::size).average().orElseThrow();
  }

  /**
   * Measures it.
   *
   * @return milliseconds of processors for a job, with those of the export and of the garbage; the
   *     median of some rounds
   * @throws IOException if a span was lost
   */
  double processorMillis() throws IOException {
    return processorMillis(WARM, ROUNDS);
  }

  /** The same with another number of rounds. */
  double processorMillis(int warm, int rounds) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = -warm; i < rounds; i++) {
      double round = round();
      if (i >= 0) {
        millis.add(round);
      }
    }
    return Quantiles.median(millis);
  }

  private double round() throws IOException {
    int times = Math.max(1, (int) (SPANS_OF_ROUND / (jobs.size() * spansPerJob())));
    try (Scratch scratch = new Scratch()) {
      Path file = scratch.folder().resolve("spans.jsonl");
      Environment environment = Environment.of(Map.of("LANGEVIN_TRACES", file.toString()));
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      long before = system.getProcessCpuTime();
      Tracing tracing = Tracing.start("bench", environment);
      for (int i = 0; i < times; i++) {
        jobs.forEach(SpanCost::record);
      }
      tracing.close(); // writes what waits
      long after = system.getProcessCpuTime();
      long written = Span.read(file).size();
      long begun = jobs.stream().mapToLong(List::size).sum() * times;
      if (written != begun) {
        throw new IOException("%d spans of %d were written".formatted(written, begun));
      }
      return (after - before) / 1e6 / (times * jobs.size());
    }
  }

  /** Each span goes under a place that came from another process, as most do. */
  private static void record(List<Span> job) {
    try (TraceSpan root = Trace.none().root(job.getFirst().name())) {
      tell(root, job.getFirst());
      String header = Trace.current().header();
      for (Span span : job.subList(1, job.size())) {
        try (TraceSpan again = Trace.of(header).begin(span.name())) {
          tell(again, span);
        }
      }
    }
  }

  private static void tell(TraceSpan span, Span of) {
    of.said()
        .forEach(
            (name, value) -> {
              switch (value) {
                case Long number -> span.set(name, number);
                case Double number -> span.set(name, number);
                default -> span.set(name, value.toString());
              }
            });
  }
}
