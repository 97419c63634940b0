package dev.langevin.bench.capacity;

import dev.langevin.bench.capacity.Line.Point;
import dev.langevin.bench.cluster.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How a process' heap grows with the jobs that wait in the queue. */
final class Queued {
  private final Node node;
  private final List<Point> points = new ArrayList<>();

  Queued(Node node) {
    this.node = node;
  }

  /** Measures, with that many in the queue. */
  void measure(long jobs) throws IOException, InterruptedException {
    points.add(new Point(jobs, node.footprint().heapBytes()));
  }

  /** Bytes of heap for each. */
  double bytesPerJob() {
    return Line.through(points).slope();
  }
}
