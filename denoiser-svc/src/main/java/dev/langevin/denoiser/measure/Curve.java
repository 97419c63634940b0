package dev.langevin.denoiser.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Times of runs by their number of rows, and what they say about the best one. */
final class Curve {
  /**
   * A number of rows is as good as the best if its time per row is at most this many times the
   * best.
   */
  private static final double NEARLY = 1.05;

  /** Measured on a quiet machine, the two shortest times differ by less. */
  private static final double STABLE = 1.15;

  /** Company has stopped paying if a row takes this many times the best. */
  private static final double WORSE = 1.1;

  private final SortedMap<Integer, List<Long>> nanos = new TreeMap<>();

  void add(int rows, long time) {
    List<Long> times = nanos.computeIfAbsent(rows, r -> new ArrayList<>());
    times.add(time);
    Collections.sort(times);
  }

  /** Takes the times of that many rows and of more out. */
  void keepBelow(int rows) {
    nanos.tailMap(rows).clear();
  }

  /** The shortest time of a run of that many rows. */
  long shortest(int rows) {
    return nanos.get(rows).getFirst();
  }

  /** Whether the two shortest times of that many rows agree: nothing else kept the machine busy. */
  boolean stable(int rows) {
    List<Long> times = nanos.get(rows);
    return times.size() > 1 && times.get(1) <= STABLE * times.get(0);
  }

  /** Whether that holds for every number of rows. */
  boolean stable() {
    return nanos.keySet().stream().allMatch(this::stable);
  }

  /**
   * The throughput knee: the fewest rows with nearly the best time per row, among runs within the
   * limit.
   */
  int knee(Duration limit) {
    List<Integer> allowed =
        nanos.keySet().stream().filter(rows -> shortest(rows) <= limit.toNanos()).toList();
    if (allowed.isEmpty()) {
      return nanos.firstKey();
    }
    double best = allowed.stream().mapToDouble(this::perRow).min().orElseThrow();
    return allowed.stream().filter(rows -> perRow(rows) <= NEARLY * best).findFirst().orElseThrow();
  }

  /**
   * Whether more rows than measured can't be better: they take too long, or company does not pay.
   */
  boolean complete(Duration limit) {
    int most = nanos.lastKey();
    int best = nanos.keySet().stream().min(Comparator.comparingDouble(this::perRow)).orElseThrow();
    boolean worse = most >= 4 * best && perRow(most) > WORSE * perRow(best);
    return worse || shortest(most) > limit.toNanos() / 2;
  }

  /** Milliseconds by number of rows, for people. */
  Map<Integer, Double> millis() {
    Map<Integer, Double> millis = new TreeMap<>();
    nanos.keySet().forEach(rows -> millis.put(rows, Math.round(shortest(rows) / 1e4) / 1e2));
    return millis;
  }

  private double perRow(int rows) {
    return (double) shortest(rows) / rows;
  }
}
