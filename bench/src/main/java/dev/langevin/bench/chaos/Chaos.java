package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.report.Histories;
import dev.langevin.bench.chaos.report.JsonReport;
import dev.langevin.bench.chaos.report.Life;
import dev.langevin.bench.chaos.report.Report;
import dev.langevin.bench.chaos.report.Table;
import dev.langevin.bench.chaos.report.Timeline;
import dev.langevin.bench.chaos.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code langevin bench chaos}: whether anything is lost when everything goes wrong. */
@Command(
    name = "chaos",
    description =
        "Runs the services as processes under load, kills, freezes and cuts them off, and checks"
            + " from outside that nothing is lost.")
public final class Chaos implements Callable<Integer> {
  private static final double LONGEST = 24 * 60;
  private static final int SEEDS = 1_000_000;

  @Spec CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How long things go wrong, 0.1 to 1440; start and checks take about a minute more."
              + " Default: 30")
  double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which faults and jobs; the same number, the same ones. Default: any")
  Long seed;

  @Option(names = "--schedule", description = "Print what would go wrong, and end.")
  boolean scheduleOnly;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "${sys:langevin.home:-.}/models",
      description = "Directory of model directories; its default one is used. Default: models")
  Path models;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where logs, jobs and pictures go. Default: a new one for temporary files")
  Path folder;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report there, too.")
  Path json;

  @Option(
      names = "--png",
      paramLabel = "FILE",
      description = "Where to draw the run. Default: timeline.png in the run's folder")
  Path png;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(minutes >= 0.1 && minutes <= LONGEST)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes: %s is not in 0.1..%s".formatted(minutes, LONGEST));
    }
    long number = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
    Schedule schedule = Schedule.of(number, Duration.ofMillis((long) (minutes * 60_000)));
    if (scheduleOnly) {
      schedule.faults().forEach(System.out::println);
      return 0;
    }
    Path place = folder == null ? Files.createTempDirectory("langevin-chaos-") : folder;
    System.out.printf("seed %d, %d faults, folder %s%n", number, schedule.faults().size(), place);
    Report report = new Run(schedule, place.toAbsolutePath(), models.toAbsolutePath()).go();
    Path picture = png == null ? place.resolve("timeline.png") : png;
    JsonReport.write(place.resolve("report.json"), report);
    Timeline.write(picture, report);
    Histories.write(place.resolve("jobs.jsonl"), report.jobs().stream().map(Life::job).toList());
    Histories.write(place.resolve("batches.jsonl"), report.batches().all());
    if (json != null) {
      JsonReport.write(json, report);
    }
    System.out.print(Table.of(report));
    System.out.println("picture: " + picture);
    return report.good() ? 0 : 1;
  }
}
