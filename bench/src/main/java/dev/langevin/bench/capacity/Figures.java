package dev.langevin.bench.capacity;

import dev.langevin.bench.capacity.Line.Point;
import dev.langevin.bench.kit.Bar;
import java.util.Comparator;
import java.util.List;

/**
 * All that was measured.
 *
 * @param levels what an orchestrator does, by jobs at a time
 * @param creations what a gateway does, by clients
 * @param tensorBytes of a job, in the orchestrator's heap
 * @param gatewayBytesPerQueuedJob heap of a gateway
 * @param orchestratorBytesPerQueuedJob heap of an orchestrator
 */
record Figures(
    List<Level> levels,
    List<Creation> creations,
    long tensorBytes,
    double gatewayBytesPerQueuedJob,
    double orchestratorBytesPerQueuedJob) {
  /** The least evaluations per second of an orchestrator's core. */
  static final double EVALUATIONS = 5_000;

  /** The least creates per second of a gateway's core. */
  static final double CREATES = 2_000;

  /** The most heap of a running job beyond its tensors, in KiB. */
  static final double HEAP = 512;

  private static final double KIBIBYTE = 1024;

  /** An orchestrator's heap over the jobs that it runs, with all that a slot takes. */
  Line heap() {
    return Line.through(levels.stream().map(l -> new Point(l.jobs(), l.heapBytes())).toList());
  }

  /** Of a running job, beyond its tensors. */
  double heapKibibytes() {
    return (heap().slope() - tensorBytes) / KIBIBYTE;
  }

  List<Bar> bars() {
    Level worst = levels.stream().min(Comparator.comparing(l -> l.evaluations().perCore())).get();
    Creation busiest = creations.getLast();
    return List.of(
        Bar.atLeast(
            "evaluations per second of an orchestrator's core, at least (with %d jobs)"
                .formatted(worst.jobs()),
            worst.evaluations().perCore(),
            EVALUATIONS,
            "/s"),
        Bar.atLeast(
            "creates per second of a gateway's core, from %d clients".formatted(busiest.clients()),
            busiest.creates().perCore(),
            CREATES,
            "/s"),
        Bar.atMost("heap of a running job beyond its tensors", heapKibibytes(), HEAP, "KiB"));
  }
}
