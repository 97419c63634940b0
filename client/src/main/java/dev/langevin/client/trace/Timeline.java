package dev.langevin.client.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a generation's way in the order to show them.
 *
 * @param rows each below the one that it is within
 * @param start when the first began, in nanoseconds since 1970
 * @param end when the last one ended
 */
public record Timeline(List<Row> rows, long start, long end) {
  /** Of more of one name beside each other, the first and the last are shown. */
  static final int MANY = 6;

  /**
   * A row.
   *
   * @param depth how many it is within
   * @param hidden how many this row stands for, which are not shown; 0 if it is one that is
   */
  public record Row(Stretch stretch, int depth, int hidden) {}

  /**
   * Puts them in order.
   *
   * @param stretches 1 or more
   * @param all whether each of many of one name is shown
   */
  public static Timeline of(List<Stretch> stretches, boolean all) {
    Set<String> ids = new HashSet<>();
    stretches.forEach(stretch -> ids.add(stretch.id()));
    Map<String, List<Stretch>> within = new HashMap<>();
    for (Stretch stretch : stretches) {
      // What belongs to a span that was never written, or to the client's, comes first.
      String parent = ids.contains(stretch.parent()) ? stretch.parent() : "";
      within.computeIfAbsent(parent, key -> new ArrayList<>()).add(stretch);
    }
    within.values().forEach(list -> list.sort(Comparator.comparingLong(Stretch::start)));
    List<Row> rows = new ArrayList<>();
    add(rows, within, "", 0, all, new HashSet<>());
    long start = stretches.stream().mapToLong(Stretch::start).min().orElseThrow();
    long end = stretches.stream().mapToLong(Stretch::end).max().orElseThrow();
    return new Timeline(List.copyOf(rows), start, Math.max(end, start + 1));
  }

  /** Where in the whole a moment is, 0 to 1. */
  double share(long nanos) {
    return Math.clamp((nanos - start) / (double) (end - start), 0, 1);
  }

  private static void add(
      List<Row> rows,
      Map<String, List<Stretch>> within,
      String parent,
      int depth,
      boolean all,
      Set<String> seen) {
    List<Stretch> children = within.getOrDefault(parent, List.of());
    Map<String, List<Stretch>> byName = new HashMap<>();
    children.forEach(
        child -> byName.computeIfAbsent(child.name(), key -> new ArrayList<>()).add(child));
    for (Stretch child : children) {
      List<Stretch> alike = byName.get(child.name());
      int place = alike.indexOf(child);
      boolean crowd = !all && alike.size() > MANY;
      if (crowd && place == 2) {
        rows.add(crowd(alike.subList(2, alike.size() - 1), depth));
      }
      if (!(crowd && place >= 2 && place < alike.size() - 1) && seen.add(child.id())) {
        rows.add(new Row(child, depth, 0));
        add(rows, within, child.id(), depth + 1, all, seen);
      }
    }
  }

  /** From the first one's beginning to the last one's end. */
  private static Row crowd(List<Stretch> many, int depth) {
    Stretch first = many.getFirst();
    long end = many.stream().mapToLong(Stretch::end).max().orElseThrow();
    boolean failed = many.stream().anyMatch(Stretch::failed);
    Stretch all =
        new Stretch("", "", first.service(), first.name(), first.start(), end, "", failed);
    return new Row(all, depth, many.size());
  }
}
