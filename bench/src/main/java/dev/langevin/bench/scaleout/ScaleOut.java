package dev.langevin.bench.scaleout;

import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench scale-out}: whether twice the denoisers do twice the rows. */
@Command(
    name = "scale-out",
    description = {
      "Keeps 1, 2, 4 and 8 denoisers busy, each a process with a simulated accelerator that takes a",
      "fixed time for a run and no processor time, behind a real broker, gateway, orchestrators,",
      "encoder and decoders, and compares their rows per second with what the accelerators can do."
    })
public final class ScaleOut extends Benchmark {
  /** The least share of the ideal with the most denoisers, in percent. */
  static final double BAR = 95;

  /** Rows of a guided job's evaluation. */
  private static final int ROWS = 2;

  private static final int CAP = 8;
  private static final int STEPS = 20;

  /** One batch runs, one waits, and one is on its way to a job and back. */
  private static final double CROWD = 3;

  private static final double SETTLING_SECONDS = 10;
  private static final double QUICK_SETTLING_SECONDS = 5;
  private static final double QUICK_SECONDS = 8;

  @Option(
      names = "--denoisers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8",
      description = "How many, rising. Default: 1,2,4,8; with --quick 1,4")
  List<Integer> counts;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "How long each number is measured. Default: 30")
  double seconds;

  @Option(
      names = "--run-ms",
      paramLabel = "MS",
      defaultValue = "200",
      description = "What a run takes. Default: 200, so that two cores can serve eight denoisers.")
  double fixedMillis;

  @Option(
      names = "--row-ms",
      paramLabel = "MS",
      defaultValue = "0",
      description = "What each row adds to it. Default: 0")
  double rowMillis;

  @Option(names = "--model", paramLabel = "DIR", description = "Default: the default model.")
  Path model = defaultModel();

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    Setting setting = new Setting(fixedMillis, rowMillis, CAP, CROWD, ROWS, STEPS);
    List<Integer> numbers = quick ? List.of(1, 4) : counts;
    double settling = quick ? QUICK_SETTLING_SECONDS : SETTLING_SECONDS;
    double measured = quick ? QUICK_SECONDS : seconds;
    List<Figure> figures = new ArrayList<>();
    try (Scratch scratch = new Scratch();
        Fleet fleet = new Fleet(scratch.folder(), model.toAbsolutePath().getParent(), setting)) {
      for (int count : numbers) {
        progress.stage("%d denoisers start".formatted(count));
        try (Gateways gateways = new Gateways(List.of(fleet.serve(count)), Load.PATIENCE_MILLIS)) {
          Load load = new Load(fleet, gateways, setting, progress);
          figures.add(load.measure(count, settling, measured));
        }
      }
    }
    return result(name(), quick, setting, figures);
  }

  static Result result(String name, boolean quick, Setting setting, List<Figure> figures) {
    TextTable table =
        new TextTable("denoisers", "rows/s", "ideal", "% of ideal", "% busy", "% full", "cores");
    figures.forEach(
        f ->
            table.add(
                f.denoisers(),
                f.rowsPerSecond(),
                f.ideal(),
                100 * f.share(),
                100 * f.busy(),
                100 * f.fill(),
                f.cores()));
    Figure last = figures.getLast();
    String what =
        "%d denoisers of %.0f ms runs of %d rows, of their ideal"
            .formatted(last.denoisers(), setting.runMillis(), setting.cap());
    return new Result(
        name,
        "Do twice the denoisers do twice the rows?",
        quick,
        List.of(Bar.atLeast(what, 100 * last.share(), BAR, "%")),
        List.of(table),
        figures,
        ScaleChart.of(figures));
  }
}
