package dev.langevin.bench.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What spans say about where a job's time went. */
final class Shares {
  private static final String RUN = "denoiser.run";
  private static final String SEQUENCE = "langevin.sequence";

  private Shares() {}

  /**
   * The control plane's own share of each step, in milliseconds: from the end of one network run of
   * a job to the beginning of its next, when no other job is there to wait for. The answer's way to
   * the orchestrator, guidance, solver, progress, checkpoint, the next question's way and its place
   * in a batch are in it.
   *
   * @param spans of jobs that had the system for themselves
   */
  static List<Double> perStep(List<Span> spans) {
    List<Double> gaps = new ArrayList<>();
    for (List<Span> runs : byTrace(spans, RUN).values()) {
      List<Span> inOrder =
          runs.stream().sorted(Comparator.comparingDouble(s -> s.number(SEQUENCE))).toList();
      for (int i = 1; i < inOrder.size(); i++) {
        gaps.add((inOrder.get(i).start() - inOrder.get(i - 1).end()) / 1e6);
      }
    }
    return gaps;
  }

  /**
   * For each kind of span, how long those of a job took together, in milliseconds; a number for
   * each job.
   */
  static Map<String, List<Double>> perJob(List<Span> spans) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    spans.stream()
        .sorted(Comparator.comparingLong(Span::start))
        .map(Span::name)
        .distinct()
        .forEach(
            name ->
                all.put(
                    name,
                    byTrace(spans, name).values().stream()
                        .map(of -> of.stream().mapToDouble(Span::millis).sum())
                        .toList()));
    return all;
  }

  private static Map<String, List<Span>> byTrace(Collection<Span> spans, String name) {
    return spans.stream()
        .filter(span -> span.name().equals(name))
        .collect(Collectors.groupingBy(Span::trace, LinkedHashMap::new, Collectors.toList()));
  }
}
