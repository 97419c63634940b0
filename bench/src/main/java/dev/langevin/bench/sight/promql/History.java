package dev.langevin.bench.sight.promql;

import dev.langevin.bench.sight.promql.Expression.Matcher;
import dev.langevin.bench.sight.promql.Expression.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was scraped, over time. */
public final class History {
  /** How old a value may be that is still taken for the present one, in seconds. */
  private static final double STALE = 300;

  /** What a series is. */
  record Key(String name, SortedMap<String, String> labels) {}

  /** A value at a time. */
  record Point(double seconds, double value) {}

  private final Map<Key, List<Point>> series = new LinkedHashMap<>();

  /** Notes a value; times rise. */
  public void add(double seconds, String name, Map<String, String> labels, double value) {
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

  /** The newest value of each selected series at a moment. */
  Map<SortedMap<String, String>, Double> values(Selector selector, double now) {
    Map<SortedMap<String, String>, Double> found = new LinkedHashMap<>();
    series.forEach(
        (key, points) -> {
          if (key.name().equals(selector.name()) && matches(key, selector.matchers())) {
            points.stream()
                .filter(p -> p.seconds() > now - STALE && p.seconds() <= now)
                .reduce((one, next) -> next)
                .ifPresent(p -> found.put(key.labels(), p.value()));
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
