package dev.langevin.bench.sight.promql;

import dev.langevin.bench.sight.promql.Expression.Matcher;
import dev.langevin.bench.sight.promql.Expression.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was scraped, over time. */
public final class History {
  /** What a series is. */
  record Key(String name, SortedMap<String, String> labels) {}

  /** A value at a time. */
  record Point(double seconds, double value) {}

  private final Map<Key, List<Point>> series = new LinkedHashMap<>();
  private final NavigableSet<Double> looks = new TreeSet<>();

  /** Notes a value; times rise. */
  public void add(double seconds, String name, Map<String, String> labels, double value) {
    looks.add(seconds);
    series
        .computeIfAbsent(new Key(name, new TreeMap<>(labels)), key -> new ArrayList<>())
        .add(new Point(seconds, value));
  }

  /** The values of the selected series within the range before a moment, the moment included. */
  Map<SortedMap<String, String>, List<Point>> range(Selector selector, double now) {
    double from = now - selector.range().toMillis() / 1e3;
    Map<SortedMap<String, String>, List<Point>> found = new LinkedHashMap<>();
    series.forEach(
        (key, points) -> {
          if (key.name().equals(selector.name()) && matches(key, selector.matchers())) {
            List<Point> within =
                points.stream().filter(p -> p.seconds() > from && p.seconds() <= now).toList();
            found.put(key.labels(), within);
          }
        });
    return found;
  }

  /** The value of each selected series at a moment; of those that were told at the last look. */
  Map<SortedMap<String, String>, Double> values(Selector selector, double now) {
    Map<SortedMap<String, String>, Double> found = new LinkedHashMap<>();
    Double look = looks.floor(now);
    series.forEach(
        (key, points) -> {
          if (key.name().equals(selector.name()) && matches(key, selector.matchers())) {
            points.stream()
                .filter(p -> look != null && p.seconds() == look)
                .forEach(p -> found.put(key.labels(), p.value()));
          }
        });
    return found;
  }

  private static boolean matches(Key key, List<Matcher> matchers) {
    return matchers.stream()
        .allMatch(
            m ->
                m.value().matcher(key.labels().getOrDefault(m.label(), "")).matches() == m.equal());
  }
}
