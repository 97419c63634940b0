package dev.langevin.bench.sight.promql;

import dev.langevin.bench.sight.promql.Expression.Absent;
import dev.langevin.bench.sight.promql.Expression.Changes;
import dev.langevin.bench.sight.promql.Expression.Constant;
import dev.langevin.bench.sight.promql.Expression.Group;
import dev.langevin.bench.sight.promql.Expression.Growth;
import dev.langevin.bench.sight.promql.Expression.Matcher;
import dev.langevin.bench.sight.promql.Expression.Pair;
import dev.langevin.bench.sight.promql.Expression.Quantile;
import dev.langevin.bench.sight.promql.Expression.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a query from left to right. "or" binds least, then comparisons, + and -, * and /. */
final class Parser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?<token>[A-Za-z_:][\\w:]*|\\d+(?:\\.\\d+)?(?:[smhd](?!\\w))?"
              + "|\"(?:[^\"\\\\]|\\\\.)*\"|\\$__rate_interval|>=|<=|==|!=|=~|!~|[-+*/(){}\\[\\],=<>])");
  private static final Set<String> GROUPS = Set.of("sum", "avg", "min", "max", "count");
  private static final Set<String> COMPARISONS = Set.of(">", "<", ">=", "<=", "==", "!=");

  /** What Grafana puts there for a scrape every 15 s. */
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  Parser(String text) {
    this.text = text;
    java.util.regex.Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException(
            "%s: not known: %s".formatted(text, text.substring(end)));
      }
      tokens.add(matcher.group("token"));
      end = matcher.end();
    }
  }

  Expression whole() {
    Expression expression = either();
    if (at < tokens.size()) {
      throw wrong("an end");
    }
    return expression;
  }

  private Expression either() {
    Expression left = comparison();
    while (peek().equals("or")) {
      left = new Pair(next(), List.of(), left, comparison());
    }
    return left;
  }

  private Expression comparison() {
    Expression left = sum();
    return COMPARISONS.contains(peek()) ? new Pair(next(), ignored(), left, sum()) : left;
  }

  private Expression sum() {
    Expression left = product();
    while (peek().equals("+") || peek().equals("-")) {
      left = new Pair(next(), ignored(), left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = single();
    while (peek().equals("*") || peek().equals("/")) {
      left = new Pair(next(), ignored(), left, single());
    }
    return left;
  }

  private List<String> ignored() {
    if (!peek().equals("ignoring")) {
      return List.of();
    }
    next();
    return names();
  }

  private Expression single() {
    String token = next();
    if (token.equals("(")) {
      Expression inner = comparison();
      take(")");
      return inner;
    }
    if (token.matches("\\d.*")) {
      return new Constant(Double.parseDouble(token));
    }
    if (GROUPS.contains(token)) {
      return group(token);
    }
    if (token.equals("rate") || token.equals("increase")) {
      return new Growth(token.equals("rate"), ranged());
    }
    if (token.equals("changes")) {
      return new Changes(ranged());
    }
    if (token.equals("absent")) {
      take("(");
      Selector selector = selector(next());
      take(")");
      return new Absent(selector);
    }
    if (token.equals("histogram_quantile")) {
      take("(");
      double share = Double.parseDouble(next());
      take(",");
      Expression inner = comparison();
      take(")");
      return new Quantile(share, inner);
    }
    if (token.matches("[A-Za-z_:].*") && !peek().equals("(")) {
      return selector(token);
    }
    at--;
    throw wrong("a number, a name or a function that is known");
  }

  private Selector ranged() {
    take("(");
    Selector selector = selector(next());
    if (selector.range().isZero()) {
      throw wrong("a range in brackets");
    }
    take(")");
    return selector;
  }

  private Expression group(String how) {
    List<String> by = new ArrayList<>();
    if (peek().equals("by")) {
      next();
      by.addAll(names());
    }
    take("(");
    Expression inner = comparison();
    take(")");
    return new Group(how, List.copyOf(by), inner);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    take("(");
    while (!peek().equals(")")) {
      names.add(next());
      if (peek().equals(",")) {
        next();
      }
    }
    take(")");
    return names;
  }

  private Selector selector(String name) {
    List<Matcher> matchers = new ArrayList<>();
    if (peek().equals("{")) {
      next();
      while (!peek().equals("}")) {
        matchers.add(matcher());
        if (peek().equals(",")) {
          next();
        }
      }
      next();
    }
    Duration range = Duration.ZERO;
    if (peek().equals("[")) {
      next();
      range = duration(next());
      take("]");
    }
    return new Selector(name, List.copyOf(matchers), range);
  }

  private Matcher matcher() {
    String label = next();
    String operator = next();
    String value = next();
    if (!value.startsWith("\"")) {
      throw wrong("a text in quotes");
    }
    String inner = value.substring(1, value.length() - 1);
    return switch (operator) {
      case "=", "!=" ->
          new Matcher(
              label,
              Optional.of(inner),
              Pattern.compile(Pattern.quote(inner)),
              operator.equals("="));
      case "=~", "!~" ->
          new Matcher(label, Optional.empty(), Pattern.compile(inner), operator.equals("=~"));
      default -> throw wrong("=, !=, =~ or !~");
    };
  }

  private Duration duration(String token) {
    if (token.equals("$__rate_interval")) {
      return INTERVAL;
    }
    if (!token.matches("\\d+[smhd]")) {
      throw wrong("a time such as 5m");
    }
    return Duration.parse(
        token.endsWith("d") ? "P" + token.toUpperCase(Locale.ROOT) : "PT" + token);
  }

  private void take(String expected) {
    if (!next().equals(expected)) {
      at--;
      throw wrong(expected);
    }
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    String token = peek();
    at++;
    return token;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "%s: %s where %s is expected"
            .formatted(text, peek().isEmpty() ? "its end" : peek(), expected));
  }
}
