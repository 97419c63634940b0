package dev.langevin.bench.sampling;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * All that was measured.
 *
 * @param machine processor, cores and Java
 * @param figures at the shapes that have bars
 * @param model at the default model's shape
 * @param networkNanos what its network takes for two rows
 */
record Report(String machine, List<Figure> figures, List<Figure> model, double networkNanos) {
  /** Most of the network's time that a step may take. */
  static final double BAR_SHARE = 0.01;

  private static final String ROW = "%-28s %-12s %8.2f %8.2f %8.1f %6.2f  %s%n";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  static String thisMachine() {
    return "%s, %d cores, Java %s"
        .formatted(
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
  }

  /** The largest share of the network's time that a step takes at the default model's shape. */
  double share() {
    return slowest().nanos() * Shape.of(slowest().shape()).size() / networkNanos;
  }

  boolean holds() {
    return figures.stream().allMatch(Figure::holds) && share() < BAR_SHARE;
  }

  void print(PrintStream out) {
    out.printf(
        "%-28s %-12s %8s %8s %8s %6s  %s%n",
        "per element and step", "latents", "ns", "apart", "bytes", "draws", "bars");
    for (Figure f : figures) {
      out.printf(
          Locale.ROOT,
          ROW,
          f.subject(),
          f.shape(),
          f.nanos(),
          f.apart(),
          f.bytes(),
          f.draws(),
          f.holds() ? "hold" : "DO NOT HOLD");
    }
    out.printf(
        Locale.ROOT,
        "%nbars: %.0f ns apart from draws and quantiles, %.0f ns with them%n",
        Figure.BAR_APART,
        Figure.BAR);
    out.printf(
        Locale.ROOT,
        "default model: a step of %s takes %.3f %% of the network's %.2f ms (bar: %.0f %%), %s%n",
        slowest().subject(),
        100 * share(),
        networkNanos / 1e6,
        100 * BAR_SHARE,
        share() < BAR_SHARE ? "holds" : "DOES NOT HOLD");
  }

  void write(Path json) throws IOException {
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, GSON.toJson(this) + "\n");
  }

  private Figure slowest() {
    return model.stream().max(Comparator.comparingDouble(Figure::nanos)).orElseThrow();
  }
}
