package dev.langevin.bench.sight;

import dev.langevin.bench.sight.promql.Evaluation;
import dev.langevin.bench.sight.promql.Expression;
import dev.langevin.bench.sight.promql.History;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** Rules of Prometheus, as far as ours need it. */
public record AlertFile(List<Rule> rules) {
  /** Where ours are. */
  public static final Path OURS = Path.of("../deploy/prometheus/alerts.yaml");

  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final Pattern TEMPLATE =
      Pattern.compile("\\{\\{ \\$(?:labels\\.(\\w+)|value(?: \\| (\\w+)(?: \"(.*?)\")?)?) }}");

  /**
   * A rule.
   *
   * @param condition a query
   * @param pending how long the condition must hold, such as 5m
   * @param labels that alerts get beside those of the condition
   * @param annotations with templates
   */
  public record Rule(
      String name,
      String condition,
      String pending,
      Map<String, String> labels,
      Map<String, String> annotations) {}

  /** What fires. */
  record Alert(Map<String, String> labels, Map<String, String> annotations) {}

  /** Reads it. */
  public static AlertFile read(Path file) throws IOException {
    Map<String, Object> yaml = new Yaml().load(Files.readString(file));
    List<Rule> rules = new ArrayList<>();
    for (Map<String, Object> group : maps(yaml.get("groups"))) {
      for (Map<String, Object> rule : maps(group.get("rules"))) {
        rules.add(
            new Rule(
                (String) rule.get("alert"),
                (String) rule.get("expr"),
                (String) rule.get("for"),
                texts(rule.get("labels")),
                texts(rule.get("annotations"))));
      }
    }
    return new AlertFile(rules);
  }

  /** What fires then of a rule that is looked at every minute. */
  Set<Alert> firing(String name, History history, Duration time) {
    Rule rule = rules.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    Expression condition = Expression.parse(rule.condition());
    Duration pending = duration(rule.pending());
    Map<SortedMap<String, String>, Duration> since = new HashMap<>();
    Map<SortedMap<String, String>, Double> values = Map.of();
    for (Duration now = Duration.ZERO; now.compareTo(time) <= 0; now = now.plus(BETWEEN)) {
      Duration look = now;
      values = new Evaluation(history, now.toSeconds()).of(condition);
      since.keySet().retainAll(values.keySet());
      values.keySet().forEach(labels -> since.putIfAbsent(labels, look));
    }
    Set<Alert> firing = new HashSet<>();
    values.forEach(
        (labels, value) -> {
          if (time.minus(since.get(labels)).compareTo(pending) >= 0) {
            firing.add(alert(rule, labels, value));
          }
        });
    return firing;
  }

  /** As Prometheus writes it, such as 5m. */
  static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object list) {
    return list == null ? List.of() : (List<Map<String, Object>>) list;
  }

  static Map<String, String> texts(Object map) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) map).forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }

  private static Alert alert(Rule rule, SortedMap<String, String> of, double value) {
    Map<String, String> labels = new TreeMap<>(of);
    labels.putAll(rule.labels());
    Map<String, String> annotations = new TreeMap<>();
    rule.annotations().forEach((key, text) -> annotations.put(key, rendered(text, of, value)));
    return new Alert(labels, annotations);
  }

  private static String rendered(String text, Map<String, String> labels, double value) {
    return TEMPLATE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) != null
                        ? labels.getOrDefault(found.group(1), "")
                        : shown(value, found.group(2), found.group(3))));
  }

  private static String shown(double value, String how, String format) {
    if (how == null) {
      return digits(value, MathContext.DECIMAL64);
    }
    return switch (how) {
      case "humanizePercentage" -> digits(100 * value, new MathContext(4)) + "%";
      case "humanizeDuration" -> time(value);
      case "printf" -> String.format(Locale.ROOT, format, value);
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static String digits(double value, MathContext context) {
    return new BigDecimal(value).round(context).stripTrailingZeros().toPlainString();
  }

  private static String time(double seconds) {
    Duration time = Duration.ofSeconds((long) seconds);
    if (time.toMinutes() == 0) {
      return digits(seconds, new MathContext(4)) + "s";
    }
    String minutes = "%dm %ds".formatted(time.toMinutesPart(), time.toSecondsPart());
    return time.toHours() == 0
        ? minutes
        : time.toDays() == 0
            ? "%dh %s".formatted(time.toHours(), minutes)
            : "%dd %dh %s".formatted(time.toDays(), time.toHoursPart(), minutes);
  }
}
