package dev.langevin.bench.sight.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private final History history = new History();

  @Test
  void of_aSelector_hasTheNewestValues() {
    history.add(0, "up", Map.of("job", "a"), 1);
    history.add(10, "up", Map.of("job", "a"), 0);
    history.add(10, "up", Map.of("job", "b"), 1);
    assertThat(of("up{job=\"a\"}", 10)).containsExactly(Map.entry(labels("job", "a"), 0.0));
    assertThat(of("up{job!~\"a|c\"}", 10)).containsExactly(Map.entry(labels("job", "b"), 1.0));
    assertThat(of("up == 0", 10)).containsOnlyKeys(labels("job", "a"));
  }

  @Test
  void of_aRate_countsResetsAsBeginnings() {
    history.add(0, "jobs_total", Map.of(), 10);
    history.add(10, "jobs_total", Map.of(), 30);
    history.add(20, "jobs_total", Map.of(), 5); // the process began anew
    assertThat(of("rate(jobs_total[1m])", 20)).containsExactly(Map.entry(labels(), 25.0 / 20));
    assertThat(of("increase(jobs_total[1m])", 20)).containsExactly(Map.entry(labels(), 25.0));
    assertThat(of("rate(jobs_total[5s])", 20)).isEmpty();
  }

  @Test
  void of_groups_byTheirLabels() {
    history.add(0, "slots", Map.of("state", "idle", "instance", "a"), 3);
    history.add(0, "slots", Map.of("state", "idle", "instance", "b"), 5);
    history.add(0, "slots", Map.of("state", "working", "instance", "b"), 1);
    assertThat(of("sum by (state) (slots)", 0))
        .containsEntry(labels("state", "idle"), 8.0)
        .containsEntry(labels("state", "working"), 1.0);
    assertThat(of("max(slots)", 0)).containsExactly(Map.entry(labels(), 5.0));
    assertThat(of("count(slots)", 0)).containsExactly(Map.entry(labels(), 3.0));
    assertThat(of("sum by (state) (slots) / sum by (state) (slots) * 2 + 1", 0))
        .containsEntry(labels("state", "idle"), 3.0);
  }

  @Test
  void of_aQuotient_ignoringALabel() {
    history.add(0, "memory", Map.of("gpu", "0", "kind", "used"), 3);
    history.add(0, "memory", Map.of("gpu", "0", "kind", "total"), 4);
    assertThat(of("memory{kind=\"used\"} / ignoring (kind) memory{kind=\"total\"} > 0.5", 0))
        .containsExactly(Map.entry(labels("gpu", "0"), 0.75));
  }

  @Test
  void of_whatIsGone_isOne() {
    history.add(0, "build", Map.of("service", "a"), 1);
    history.add(0, "build", Map.of("service", "b"), 1);
    history.add(10, "build", Map.of("service", "b"), 1);
    assertThat(of("absent(build{service=\"a\"})", 0)).isEmpty();
    assertThat(of("absent(build{service=\"a\"})", 10))
        .containsExactly(Map.entry(labels("service", "a"), 1.0));
    assertThat(of("absent(build{service=\"b\"}) or absent(build{service=\"a\"})", 10)).hasSize(1);
  }

  @Test
  void of_changes_countsThoseWithinTheRange() {
    double[] starts = {5, 5, 6, 6, 7};
    for (int i = 0; i < starts.length; i++) {
      history.add(10 * i, "start", Map.of(), starts[i]);
    }
    assertThat(of("changes(start[1m])", 40)).containsExactly(Map.entry(labels(), 2.0));
    assertThat(of("changes(start[15s]) > 1", 40)).isEmpty();
  }

  @Test
  void of_either_takesTheLeftOneFirst() {
    history.add(0, "slots", Map.of("instance", "a"), 3);
    history.add(0, "slots", Map.of("instance", "b"), 9);
    assertThat(of("avg(slots) > 5 or max(slots) > 8", 0)).containsExactly(Map.entry(labels(), 6.0));
    assertThat(of("avg(slots) > 7 or max(slots) > 8", 0)).containsExactly(Map.entry(labels(), 9.0));
    assertThat(of("avg(slots) > 7 or max(slots) > 10", 0)).isEmpty();
  }

  @Test
  void of_aQuantile_liesWithinItsBucket() {
    bucket("1", 10);
    bucket("2", 30);
    bucket("+Inf", 40);
    assertThat(of("histogram_quantile(0.5, took_bucket)", 0).get(labels()))
        .isCloseTo(1.5, within(1e-9));
    assertThat(of("histogram_quantile(0.99, took_bucket)", 0).get(labels())).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(",
        "rate(a)",
        "a{b=}",
        "topk(3, a)",
        "a b",
        "a[5]",
        "a{b~\"c\"}",
        "",
        "sum by a (b)"
      })
  void parse_whatIsNotAQueryOrNotKnown_isRefused(String text) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void names_allThatItAsksFor() {
    assertThat(Expression.parse("rate(a_total[1m]) / (sum(b) + c)").names())
        .containsExactly("a_total", "b", "c");
  }

  private void bucket(String end, double count) {
    history.add(0, "took_bucket", Map.of("le", end), count);
  }

  private Map<SortedMap<String, String>, Double> of(String query, double now) {
    return new Evaluation(history, now).of(Expression.parse(query));
  }

  private static SortedMap<String, String> labels(String... pairs) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
