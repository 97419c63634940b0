package dev.langevin.bench.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.langevin.bench.sight.AlertFile.Alert;
import dev.langevin.bench.sight.promql.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** When alerts fire: the file that {@code promtool test rules} takes, without promtool. */
class AlertsTest {
  private static final Path TESTS = AlertFile.OURS.resolveSibling("alerts-test.yaml");
  private static final Pattern SERIES = Pattern.compile("(\\w+)\\{(.*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern VALUES =
      Pattern.compile("(?<first>\\d+)(?<step>[+-]\\d+)?(?:x(?<more>\\d+))?");

  /** One look at one alert. */
  record Look(String name, Duration time, Set<Alert> expected) {}

  static Stream<Arguments> tests() throws IOException {
    return AlertFile.maps(file().get("tests")).stream()
        .map(test -> argumentSet((String) test.get("name"), history(test), looks(test)));
  }

  @ParameterizedTest
  @MethodSource("tests")
  void alerts_fireAsTheFileSays(History history, List<Look> looks) throws IOException {
    AlertFile alerts = AlertFile.read(AlertFile.OURS);
    for (Look look : looks) {
      assertThat(alerts.firing(look.name(), history, look.time()))
          .as("%s after %s", look.name(), look.time())
          .isEqualTo(look.expected());
    }
  }

  @Test
  void everyAlert_isSeenFiringAndNotFiring() throws IOException {
    Set<String> firing = new HashSet<>();
    Set<String> quiet = new HashSet<>();
    for (Map<String, Object> test : AlertFile.maps(file().get("tests"))) {
      looks(test).forEach(look -> (look.expected().isEmpty() ? quiet : firing).add(look.name()));
    }
    Set<String> all =
        AlertFile.read(AlertFile.OURS).rules().stream()
            .map(AlertFile.Rule::name)
            .collect(Collectors.toSet());
    assertThat(all).isNotEmpty();
    assertThat(firing).isEqualTo(all);
    assertThat(quiet).isEqualTo(all);
  }

  private static Map<String, Object> file() throws IOException {
    return new Yaml().load(Files.readString(TESTS));
  }

  private static List<Look> looks(Map<String, Object> test) {
    return AlertFile.maps(test.get("alert_rule_test")).stream()
        .map(
            look ->
                new Look(
                    (String) look.get("alertname"),
                    AlertFile.duration((String) look.get("eval_time")),
                    AlertFile.maps(look.get("exp_alerts")).stream()
                        .map(
                            alert ->
                                new Alert(
                                    AlertFile.texts(alert.get("exp_labels")),
                                    AlertFile.texts(alert.get("exp_annotations"))))
                        .collect(Collectors.toSet())))
        .toList();
  }

  private static History history(Map<String, Object> test) {
    long seconds = AlertFile.duration((String) test.get("interval")).toSeconds();
    Map<Integer, List<Runnable>> looks = new TreeMap<>(); // a history wants times that rise
    History history = new History();
    for (Map<String, Object> one : AlertFile.maps(test.get("input_series"))) {
      Matcher series = SERIES.matcher((String) one.get("series"));
      assertThat(series.matches()).as("%s", one).isTrue();
      Map<String, String> labels = new TreeMap<>();
      LABEL.matcher(series.group(2)).results().forEach(it -> labels.put(it.group(1), it.group(2)));
      List<Double> values = values((String) one.get("values"));
      for (int i = 0; i < values.size(); i++) {
        int look = i;
        if (!Double.isNaN(values.get(i))) {
          looks
              .computeIfAbsent(i, key -> new ArrayList<>())
              .add(() -> history.add(look * seconds, series.group(1), labels, values.get(look)));
        }
      }
    }
    looks.values().forEach(look -> look.forEach(Runnable::run));
    return history;
  }

  /** Such as "0+60x40 2400x60 stale"; what follows an x is how often something comes once more. */
  private static List<Double> values(String text) {
    List<Double> values = new ArrayList<>();
    for (String part : text.split(" ")) {
      if (part.equals("stale")) {
        values.add(Double.NaN);
        continue;
      }
      Matcher matcher = VALUES.matcher(part);
      assertThat(matcher.matches()).as(part).isTrue();
      double value = Double.parseDouble(matcher.group("first"));
      double step = matcher.group("step") == null ? 0 : Double.parseDouble(matcher.group("step"));
      int more = matcher.group("more") == null ? 0 : Integer.parseInt(matcher.group("more"));
      for (int i = 0; i <= more; i++) {
        values.add(value + i * step);
      }
    }
    return values;
  }
}
