package dev.langevin.bench.sight.promql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A query. */
public sealed interface Expression {
  /** A number. */
  record Constant(double value) implements Expression {}

  /**
   * Series by their name and labels.
   *
   * @param range how far back; zero for the newest value alone
   */
  record Selector(String name, List<Matcher> matchers, Duration range) implements Expression {}

  /**
   * What a label must be.
   *
   * @param exactly the one text that matches, where there is only one
   * @param equal whether it must match, or must not
   */
  record Matcher(String label, Optional<String> exactly, Pattern value, boolean equal) {}

  /** 1 where no series is selected, with the labels that such a series would surely have. */
  record Absent(Selector of) implements Expression {}

  /** How often series were another value than before, within the range. */
  record Changes(Selector of) implements Expression {}

  /** What series grew by in a second, or in the whole range. */
  record Growth(boolean perSecond, Selector of) implements Expression {}

  /** A quantile of a histogram's buckets. */
  record Quantile(double share, Expression of) implements Expression {}

  /**
   * Series in groups.
   *
   * @param how sum, avg, min, max or count
   * @param by the labels that are left
   */
  record Group(String how, List<String> by, Expression of) implements Expression {}

  /**
   * Two of them.
   *
   * @param operator arithmetic, or a comparison, which leaves those of which it holds, or {@code
   *     or}, which has those of the right side whose labels the left one does not have, too
   * @param ignoring labels that need not agree
   */
  record Pair(String operator, List<String> ignoring, Expression left, Expression right)
      implements Expression {}

  /**
   * Reads a query.
   *
   * @throws IllegalArgumentException saying what and where is wrong, or not known here
   */
  static Expression parse(String text) {
    return new Parser(text).whole();
  }

  /** The names of all series that it asks for. */
  default Set<String> names() {
    Set<String> names = new TreeSet<>();
    switch (this) {
      case Constant constant -> {}
      case Selector selector -> names.add(selector.name());
      case Absent absent -> names.add(absent.of().name());
      case Changes changes -> names.add(changes.of().name());
      case Growth growth -> names.add(growth.of().name());
      case Quantile quantile -> names.addAll(quantile.of().names());
      case Group group -> names.addAll(group.of().names());
      case Pair pair -> {
        names.addAll(pair.left().names());
        names.addAll(pair.right().names());
      }
    }
    return names;
  }

  /** All selectors in it. */
  default List<Selector> selectors() {
    return switch (this) {
      case Constant constant -> List.of();
      case Selector selector -> List.of(selector);
      case Absent absent -> List.of(absent.of());
      case Changes changes -> List.of(changes.of());
      case Growth growth -> List.of(growth.of());
      case Quantile quantile -> quantile.of().selectors();
      case Group group -> group.of().selectors();
      case Pair pair ->
          Stream.of(pair.left(), pair.right()).flatMap(side -> side.selectors().stream()).toList();
    };
  }
}
