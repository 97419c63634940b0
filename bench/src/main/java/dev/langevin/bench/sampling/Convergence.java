package dev.langevin.bench.sampling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench convergence}: draws the errors of the deterministic samplers. */
@Command(
    name = "convergence",
    description = "Draws the error of the deterministic samplers against their evaluations.")
public final class Convergence implements Callable<Integer> {
  private static final int[] STEPS = {13, 25, 37, 49, 73, 97, 145, 193, 289};

  @Option(
      names = {"-o", "--png"},
      paramLabel = "FILE",
      defaultValue = "${sys:langevin.home:-.}/docs/convergence.png",
      description = "Where to draw it. Default: docs/convergence.png")
  Path png;

  @Override
  public Integer call() throws IOException {
    List<ConvergenceChart.Line> gaussian = lines(Target.GAUSSIAN);
    List<ConvergenceChart.Line> mixture = lines(Target.MIXTURE);
    ConvergenceChart.write(png, gaussian, mixture);
    System.out.printf("%-10s %-8s %12s %12s%n", "", "", "Gaussian", "mixture");
    for (int i = 0; i < gaussian.size(); i++) {
      for (int k = 0; k < STEPS.length; k += STEPS.length - 1) {
        System.out.printf(
            Locale.ROOT,
            "%-10s %8d %12.2e %12.2e%n",
            gaussian.get(i).sampler(),
            gaussian.get(i).points().get(k).evaluations(),
            gaussian.get(i).points().get(k).error(),
            mixture.get(i).points().get(k).error());
      }
    }
    System.out.println("picture: " + png);
    return 0;
  }

  private static List<ConvergenceChart.Line> lines(Target target) {
    List<ConvergenceChart.Line> lines = new ArrayList<>();
    for (String sampler : ConvergenceChart.SAMPLERS) {
      lines.add(new ConvergenceChart.Line(sampler, Errors.of(sampler, target, STEPS)));
    }
    return lines;
  }
}
