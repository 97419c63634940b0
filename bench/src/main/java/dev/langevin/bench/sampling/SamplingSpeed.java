package dev.langevin.bench.sampling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench sampling}: time and allocation of a step of every sampler. */
@Command(
    name = "sampling",
    description = {
      "Measures a step of every sampler, with two rows of classifier-free guidance.",
      "A step is one network evaluation without the network."
    })
public final class SamplingSpeed implements Callable<Integer> {
  private static final List<String> SHAPES = List.of("4x64x64", "16x128x128");
  private static final String MODEL_SHAPE = "4x16x16";
  private static final int INGREDIENTS = 3;

  @Option(names = "--quick", description = "Measure for less long.")
  boolean quick;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "These samplers, comma-separated. Default: all.")
  List<String> only = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "${sys:langevin.home:-.}/models/storybook",
      description = "The model whose network a step is compared with. Default: the default model.")
  Path model;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/bench/target/sampling.json",
      description = "Where to write the figures. Default: bench/target/sampling.json")
  Path json;

  @Option(
      names = "--png",
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/bench/target/sampling.png",
      description = "Where to draw them. Default: bench/target/sampling.png")
  Path png;

  private int done;

  @Override
  public Integer call() throws RunnerException, IOException {
    List<Subject> subjects =
        Subject.all().stream()
            .filter(each -> only.isEmpty() || only.contains(each.name()))
            .toList();
    List<Subject> suitable = subjects.stream().filter(Subject::suitsTimesteps).toList();
    int runs = SHAPES.size() * subjects.size() + suitable.size();
    int all = runs + (SHAPES.size() + 1) * INGREDIENTS;
    Timings timings = new Timings(quick ? Effort.QUICK : Effort.FULL, () -> progress(all));
    List<Figure> figures = new ArrayList<>();
    for (String shape : SHAPES) {
      figures.addAll(timings.measure(subjects, shape));
    }
    List<Figure> small = timings.measure(suitable, MODEL_SHAPE);
    Report report = new Report(Report.thisMachine(), figures, small, NetworkTime.measure(model));
    System.err.println();
    report.print(System.out);
    report.write(json);
    SpeedChart.write(png, figures, SHAPES);
    System.out.printf("figures: %s%npicture: %s%n", json, png);
    return report.holds() ? 0 : 1;
  }

  private void progress(int all) {
    done++;
    System.err.printf("\rmeasured %d of %d", done, all);
  }
}
