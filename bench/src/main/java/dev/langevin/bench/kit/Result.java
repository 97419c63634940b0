package dev.langevin.bench.kit;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.langevin.bench.plot.Charts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * What a benchmark found.
 *
 * @param name of the benchmark
 * @param question that it answers
 * @param quick whether it was measured for less long
 * @param bars at least one
 * @param tables for people
 * @param figures for programs: anything that Gson writes
 * @param charts one below the other, two beside each other where they are many; may be empty
 */
public record Result(
    String name,
    String question,
    boolean quick,
    List<Bar> bars,
    List<TextTable> tables,
    Object figures,
    List<? extends Chart<?, ?>> charts) {
  private static final int MOST_BELOW = 3;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues().create();

  /** Keeps copies. */
  public Result {
    bars = List.copyOf(bars);
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
    if (bars.isEmpty()) {
      throw new IllegalArgumentException(name + ": a result has at least one bar");
    }
  }

  /** Whether every bar does. */
  public boolean holds() {
    return bars.stream().allMatch(Bar::holds);
  }

  /** Writes tables and bars. */
  public void print(PrintStream out) {
    out.printf("%n%s%s%n%s%n%n", question, quick ? " (quick)" : "", Machine.present());
    tables.forEach(out::println);
    bars.forEach(out::println);
  }

  /** Writes the figures of several results. */
  public static void write(Path file, List<Result> results) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JsonObject all = new JsonObject();
    all.add("machine", GSON.toJsonTree(Machine.present()));
    all.addProperty("holds", results.stream().allMatch(Result::holds));
    JsonArray array = new JsonArray();
    results.forEach(result -> array.add(result.json()));
    all.add("results", array);
    Files.writeString(file, GSON.toJson(all) + "\n");
  }

  /** Draws the charts, if there are any. */
  public boolean draw(Path file) throws IOException {
    if (charts.size() > MOST_BELOW) {
      Charts.grid(file, 2, charts);
    } else if (!charts.isEmpty()) {
      Charts.write(file, true, charts);
    }
    return !charts.isEmpty();
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("quick", quick);
    json.addProperty("holds", holds());
    JsonArray told = new JsonArray();
    for (Bar bar : bars) {
      JsonObject one = GSON.toJsonTree(bar).getAsJsonObject();
      one.addProperty("holds", bar.holds());
      told.add(one);
    }
    json.add("bars", told);
    json.add("figures", GSON.toJsonTree(figures));
    return json;
  }
}
