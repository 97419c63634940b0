package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.cluster.Footprint;
import dev.langevin.bench.chaos.cluster.Node;
import dev.langevin.bench.chaos.cluster.Processors;
import dev.langevin.bench.chaos.report.Bustle;
import dev.langevin.bench.chaos.schedule.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the processes live, and what they hold. */
final class Vitals {
  /** Connections that come and go, and files that rolled. */
  private static final int MORE_FILES = 24;

  private static final int MORE_THREADS = 24;

  /** What is kept of a thousand jobs is a few megabytes. */
  private static final long MORE_HEAP = 24L << 20;

  private static final long MEASURE_MILLIS = 1000;

  private final Cluster cluster;
  private long nextMeasure;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Member, Footprint> before = new EnumMap<>(Member.class);
  private final Processors processors;
  private final Bustle bustle = new Bustle();

  Vitals(Cluster cluster) {
    this.cluster = cluster;
    this.processors = new Processors(cluster);
  }

  /** Measures what the processes hold before anything goes wrong. */
  void baseline() throws IOException, InterruptedException {
    for (Node node : cluster.nodes()) {
      node.footprint().ifPresent(footprint -> before.put(node.member(), footprint));
    }
  }

  /**
   * Looks how busy the machine is with other programs, and starts processes again that ended
   * although nobody asked them to, which is written down.
   *
   * @param now ms since the faults' beginning
   */
  void look(long now) {
    if (now >= nextMeasure) {
      bustle.add(now, processors.others());
      nextMeasure = now + MEASURE_MILLIS;
    }
    for (Node node : cluster.nodes()) {
      Optional<Integer> code = node.crashed();
      if (code.isPresent()) {
        findings.add(
            new Finding(
                Problem.CRASH,
                node.member().title() + " ended by itself, with exit code " + code.get()));
        node.start();
      }
    }
  }

  /** What other programs took of the machine. */
  Bustle bustle() {
    return bustle;
  }

  /** What was found so far. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Which processes hold more than before anything went wrong. */
  List<Finding> leaks() throws IOException, InterruptedException {
    List<Finding> leaks = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      Optional<Footprint> now = node.footprint();
      Footprint then = before.get(node.member());
      if (now.isEmpty() || then == null) {
        leaks.add(leak(node, "can't be measured"));
        continue;
      }
      more(leaks, node, "files", then.files(), now.get().files(), MORE_FILES);
      more(leaks, node, "threads", then.threads(), now.get().threads(), MORE_THREADS);
      more(leaks, node, "bytes of heap", then.heapBytes(), now.get().heapBytes(), MORE_HEAP);
    }
    return leaks;
  }

  private static void more(
      List<Finding> leaks, Node node, String what, long then, long now, long allowed) {
    if (now > then + allowed) {
      leaks.add(leak(node, "holds %d %s, %d before".formatted(now, what, then)));
    }
  }

  private static Finding leak(Node node, String what) {
    return new Finding(Problem.LEAK, node.member().title() + " " + what);
  }
}
