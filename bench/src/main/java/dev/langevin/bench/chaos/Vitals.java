package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.cluster.Processors;
import dev.langevin.bench.chaos.report.Bustle;
import dev.langevin.bench.chaos.report.Holding;
import dev.langevin.bench.chaos.schedule.Member;
import dev.langevin.bench.cluster.Footprint;
import dev.langevin.bench.cluster.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the processes live, and what they hold. */
final class Vitals {
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
    for (Map.Entry<Member, Node> one : cluster.nodes().entrySet()) {
      before.put(one.getKey(), one.getValue().footprint());
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
    for (Node node : cluster.nodes().values()) {
      Optional<Integer> code = node.crashed();
      if (code.isPresent()) {
        findings.add(
            new Finding(
                Problem.CRASH, node.title() + " ended by itself, with exit code " + code.get()));
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

  /**
   * What the processes hold, now that all is over.
   *
   * @throws IllegalStateException if one can't be measured
   */
  List<Holding> holdings() throws IOException, InterruptedException {
    List<Holding> holdings = new ArrayList<>();
    for (Member member : Member.values()) {
      holdings.add(new Holding(member, before.get(member), cluster.node(member).footprint()));
    }
    return holdings;
  }
}
