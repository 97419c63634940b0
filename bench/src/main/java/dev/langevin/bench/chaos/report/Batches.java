package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.BatchRecord;
import dev.langevin.bench.chaos.check.BatchSeen;
import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Line;
import dev.langevin.bench.chaos.check.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of the batches of a run.
 *
 * @param all that were asked for
 * @param findings what must not be
 * @param unanswered blobs of uploads that nobody was told of, which gateways sweep after an hour
 */
public record Batches(List<BatchRecord> all, List<Finding> findings, long unanswered) {
  /** How many findings of a sort there are. */
  public long count(Problem problem) {
    return findings.stream().filter(finding -> finding.problem() == problem).count();
  }

  /** Batches by how their watchers saw them end. */
  public Map<String, Long> ends() {
    return all.stream()
        .map(Batches::end)
        .collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));
  }

  /** Lines by how they ended, as they were told while their batch ran. */
  public Map<String, Long> lines() {
    return all.stream()
        .flatMap(batch -> batch.followed().stream())
        .map(Batches::end)
        .collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));
  }

  /** How long clients waited until batches were accepted, in milliseconds, sorted. */
  public List<Long> waits() {
    return all.stream()
        .filter(batch -> !batch.ids().isEmpty())
        .map(batch -> batch.accepted() - batch.created())
        .sorted()
        .toList();
  }

  private static String end(BatchRecord batch) {
    return batch.seen().isEmpty()
        ? "NONE"
        : name(batch.seen().stream().reduce((a, b) -> b).map(BatchSeen::state).orElseThrow());
  }

  private static String end(Line line) {
    return line.reason().equals("LINE_SKIPPED") ? "SKIPPED" : name(line.state());
  }

  private static String name(Enum<?> state) {
    return state.name().replace("STATE_", "");
  }
}
