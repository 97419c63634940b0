package dev.langevin.bench.sight.promql;

import dev.langevin.bench.sight.promql.Expression.Absent;
import dev.langevin.bench.sight.promql.Expression.Changes;
import dev.langevin.bench.sight.promql.Expression.Constant;
import dev.langevin.bench.sight.promql.Expression.Group;
import dev.langevin.bench.sight.promql.Expression.Growth;
import dev.langevin.bench.sight.promql.Expression.Pair;
import dev.langevin.bench.sight.promql.Expression.Quantile;
import dev.langevin.bench.sight.promql.Expression.Selector;
import dev.langevin.bench.sight.promql.History.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Values of queries at a moment, by their labels; a number has no labels. As Prometheus does it,
 * but that what series grow by is taken from their first and last value within the range, and not
 * drawn out to its ends.
 */
public record Evaluation(History history, double now) {
  /** The values of a query. */
  public Map<SortedMap<String, String>, Double> of(Expression expression) {
    return switch (expression) {
      case Constant constant -> Map.of(new TreeMap<>(), constant.value());
      case Selector selector -> history.values(selector, now);
      case Absent absent -> absent(absent);
      case Changes changes -> changes(changes);
      case Growth growth -> growth(growth);
      case Quantile quantile -> quantiles(quantile);
      case Group group -> groups(group);
      case Pair pair -> pairs(pair);
    };
  }

  private Map<SortedMap<String, String>, Double> absent(Absent absent) {
    if (!history.values(absent.of(), now).isEmpty()) {
      return Map.of();
    }
    SortedMap<String, String> labels = new TreeMap<>();
    for (Expression.Matcher matcher : absent.of().matchers()) {
      matcher
          .exactly()
          .filter(it -> matcher.equal())
          .ifPresent(it -> labels.put(matcher.label(), it));
    }
    return Map.of(labels, 1.0);
  }

  private Map<SortedMap<String, String>, Double> changes(Changes changes) {
    Map<SortedMap<String, String>, Double> result = new LinkedHashMap<>();
    history
        .range(changes.of(), now)
        .forEach(
            (labels, points) -> {
              long count =
                  IntStream.range(1, points.size())
                      .filter(i -> points.get(i).value() != points.get(i - 1).value())
                      .count();
              if (!points.isEmpty()) {
                result.put(labels, (double) count);
              }
            });
    return result;
  }

  private Map<SortedMap<String, String>, Double> growth(Growth growth) {
    Map<SortedMap<String, String>, Double> result = new LinkedHashMap<>();
    history
        .range(growth.of(), now)
        .forEach(
            (labels, points) -> {
              if (points.size() > 1) {
                double grown = 0;
                for (int i = 1; i < points.size(); i++) {
                  double step = points.get(i).value() - points.get(i - 1).value();
                  grown += step < 0 ? points.get(i).value() : step; // it began anew
                }
                double time = points.getLast().seconds() - points.getFirst().seconds();
                result.put(labels, growth.perSecond() ? grown / time : grown);
              }
            });
    return result;
  }

  private Map<SortedMap<String, String>, Double> quantiles(Quantile quantile) {
    Map<SortedMap<String, String>, List<Point>> histograms = new LinkedHashMap<>();
    of(quantile.of())
        .forEach(
            (labels, value) -> {
              double end = Double.parseDouble(labels.get("le").replace("+Inf", "Infinity"));
              histograms
                  .computeIfAbsent(without(labels, List.of("le")), key -> new ArrayList<>())
                  .add(new Point(end, value));
            });
    Map<SortedMap<String, String>, Double> result = new LinkedHashMap<>();
    histograms.forEach(
        (labels, buckets) -> {
          OptionalDouble value = quantile(quantile.share(), buckets);
          if (value.isPresent()) {
            result.put(labels, value.getAsDouble());
          }
        });
    return result;
  }

  /** Between the ends of the bucket that holds it, in proportion; buckets count all below. */
  private static OptionalDouble quantile(double share, List<Point> buckets) {
    List<Point> sorted =
        buckets.stream().sorted((a, b) -> Double.compare(a.seconds(), b.seconds())).toList();
    double wanted = share * sorted.getLast().value();
    if (wanted <= 0) {
      return OptionalDouble.empty();
    }
    double begin = 0;
    double below = 0;
    for (Point bucket : sorted) {
      if (bucket.value() >= wanted) {
        double end = bucket.seconds();
        return OptionalDouble.of(
            Double.isInfinite(end)
                ? begin
                : begin + (end - begin) * (wanted - below) / (bucket.value() - below));
      }
      begin = bucket.seconds();
      below = bucket.value();
    }
    return OptionalDouble.empty();
  }

  private Map<SortedMap<String, String>, Double> groups(Group group) {
    Map<SortedMap<String, String>, List<Double>> members = new LinkedHashMap<>();
    of(group.of())
        .forEach(
            (labels, value) -> {
              SortedMap<String, String> left = new TreeMap<>(labels);
              left.keySet().retainAll(group.by());
              members.computeIfAbsent(left, key -> new ArrayList<>()).add(value);
            });
    Map<SortedMap<String, String>, Double> result = new LinkedHashMap<>();
    members.forEach(
        (labels, values) -> {
          var all = values.stream().mapToDouble(Double::doubleValue);
          result.put(
              labels,
              switch (group.how()) {
                case "sum" -> all.sum();
                case "avg" -> all.average().orElseThrow();
                case "min" -> all.min().orElseThrow();
                case "max" -> all.max().orElseThrow();
                case "count" -> (double) all.count();
                default -> throw new IllegalArgumentException(group.how());
              });
        });
    return result;
  }

  private Map<SortedMap<String, String>, Double> pairs(Pair pair) {
    if (pair.operator().equals("or")) {
      Map<SortedMap<String, String>, Double> either = new LinkedHashMap<>(of(pair.left()));
      of(pair.right()).forEach(either::putIfAbsent);
      return either;
    }
    Map<SortedMap<String, String>, Double> right = new LinkedHashMap<>();
    of(pair.right()).forEach((labels, value) -> right.put(without(labels, pair.ignoring()), value));
    boolean number = pair.right() instanceof Constant;
    Map<SortedMap<String, String>, Double> result = new LinkedHashMap<>();
    of(pair.left())
        .forEach(
            (labels, value) -> {
              SortedMap<String, String> key = without(labels, pair.ignoring());
              Double other = right.get(number ? new TreeMap<>() : key);
              if (other != null) {
                double of = value(pair.operator(), value, other);
                if (!Double.isNaN(of)) {
                  result.put(key, of);
                }
              }
            });
    return result;
  }

  /** NaN for what is to be left out. */
  private static double value(String operator, double left, double right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / right;
      case ">" -> left > right ? left : Double.NaN;
      case "<" -> left < right ? left : Double.NaN;
      case ">=" -> left >= right ? left : Double.NaN;
      case "<=" -> left <= right ? left : Double.NaN;
      case "==" -> left == right ? left : Double.NaN;
      case "!=" -> left != right ? left : Double.NaN;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static SortedMap<String, String> without(
      SortedMap<String, String> labels, List<String> names) {
    SortedMap<String, String> left = new TreeMap<>(labels);
    names.forEach(left::remove);
    return left;
  }
}
