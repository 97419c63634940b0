package dev.langevin.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.bench.sight.AlertFile;
import dev.langevin.bench.sight.promql.Expression;
import dev.langevin.runtime.metrics.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of numbers, and dashboards and alerts, which use those and no others. */
class OperationsTest {
  private static final Path PAGE = Page.CHECKOUT.resolve("docs/operations.md");
  private static final Path BOARDS = Page.CHECKOUT.resolve("deploy/grafana");

  /** Those of the JVM that the page lists, with their labels. */
  private static final Map<String, Set<String>> JVM =
      Map.of(
          "jvm_memory_used_bytes", Set.of("area"),
          "jvm_memory_max_bytes", Set.of("area"),
          "jvm_gc_collection_seconds", Set.of("gc"),
          "process_cpu_seconds_total", Set.of(),
          "process_start_time_seconds", Set.of());

  /** What Prometheus adds to each. */
  private static final Set<String> ADDED = Set.of("instance", "job");

  @Test
  void page_listsTheNumbersThatThereAre() throws IOException {
    Map<String, String> told = new TreeMap<>();
    Pattern row = Pattern.compile("\\| `(langevin_\\w+)` \\| (\\w+) \\| (.*?) \\| (.*) \\|");
    for (String line : Files.readAllLines(PAGE)) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        told.put(
            matcher.group(1),
            matcher.group(2) + " " + matcher.group(3).replaceAll("[`–]", "").strip());
      }
    }
    Map<String, String> listed = new TreeMap<>();
    for (Meter meter : Meter.values()) {
      String kind = meter.kind().name().toLowerCase(Locale.ROOT);
      listed.put(meter.fullName(), kind + " " + String.join(" ", meter.labels()));
    }
    told.replaceAll((name, text) -> text.strip());
    listed.replaceAll((name, text) -> text.strip());
    assertThat(told).isEqualTo(listed);
    for (String name : JVM.keySet()) {
      assertThat(Files.readString(PAGE)).contains("`" + name + "`");
    }
  }

  @Test
  void dashboards_useTheListedNumbersAlone() throws IOException {
    Set<String> titles = new TreeSet<>();
    Set<String> ids = new HashSet<>();
    for (Path file : boards()) {
      JsonObject board = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      titles.add(board.get("title").getAsString());
      assertThat(ids.add(board.get("uid").getAsString())).as("%s", file).isTrue();
      assertThat(board.get("schemaVersion").getAsInt()).isGreaterThanOrEqualTo(39);
      Set<Integer> panels = new HashSet<>();
      for (JsonElement one : board.getAsJsonArray("panels")) {
        JsonObject panel = one.getAsJsonObject();
        assertThat(panels.add(panel.get("id").getAsInt())).isTrue();
        assertThat(panel.get("description").getAsString()).isNotEmpty();
        assertThat(panel.getAsJsonObject("datasource").get("uid").getAsString())
            .isEqualTo("${datasource}");
        for (JsonElement target : panel.getAsJsonArray("targets")) {
          check(target.getAsJsonObject().get("expr").getAsString());
        }
      }
    }
    assertThat(titles)
        .containsExactly("Langevin: jobs", "Langevin: networks", "Langevin: processes");
  }

  @Test
  void alerts_useTheListedNumbersAndHaveARunbook() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> headings = new HashSet<>();
    page.lines()
        .filter(line -> line.startsWith("### "))
        .map(line -> line.substring(4).toLowerCase(Locale.ROOT))
        .forEach(line -> headings.add(line.replace("'", "").replace(' ', '-')));
    List<AlertFile.Rule> rules = AlertFile.read(AlertFile.OURS).rules();
    assertThat(rules).hasSizeGreaterThan(10);
    Set<String> names = new HashSet<>();
    for (AlertFile.Rule rule : rules) {
      assertThat(names.add(rule.name())).as(rule.name()).isTrue();
      check(rule.condition());
      assertThat(rule.pending()).as(rule.name()).matches("\\d+m");
      assertThat(rule.labels().get("severity")).as(rule.name()).isIn("warning", "critical");
      assertThat(rule.annotations().get("summary")).as(rule.name()).isNotEmpty();
      String runbook = rule.annotations().get("runbook");
      assertThat(runbook).startsWith("docs/operations.md#");
      assertThat(headings).contains(runbook.substring(runbook.indexOf('#') + 1));
      assertThat(page).contains("`" + rule.name() + "`:");
    }
  }

  /** Every name is listed, and every label that is asked for is one of its own. */
  private static void check(String text) {
    Map<String, Set<String>> listed = new HashMap<>(JVM);
    for (Meter meter : Meter.values()) {
      listed.put(meter.fullName(), Set.copyOf(meter.labels()));
    }
    for (Expression.Selector selector : Expression.parse(text).selectors()) {
      String name = selector.name().replaceFirst("_(bucket|sum|count)$", "");
      assertThat(listed).as(text).containsKey(name);
      for (Expression.Matcher matcher : selector.matchers()) {
        assertThat(matcher.label()).as(text).isIn(listed.get(name));
      }
      for (String label : grouped(text)) {
        assertThat(label.equals("le") || ADDED.contains(label) || all(listed).contains(label))
            .as(text + ": " + label)
            .isTrue();
      }
    }
  }

  private static Set<String> all(Map<String, Set<String>> labels) {
    Set<String> all = new HashSet<>();
    labels.values().forEach(all::addAll);
    return all;
  }

  private static List<String> grouped(String text) {
    List<String> labels = new ArrayList<>();
    Matcher by = Pattern.compile("(?:by|ignoring) \\(([^)]*)\\)").matcher(text);
    while (by.find()) {
      Arrays.stream(by.group(1).split(",")).map(String::strip).forEach(labels::add);
    }
    return labels;
  }

  private static List<Path> boards() throws IOException {
    try (Stream<Path> files = Files.list(BOARDS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
