package dev.langevin.bench.scheduling;

import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Result;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code langevin bench scheduling}: what an order of service by steps is worth. */
@Command(
    name = "scheduling",
    description = {
      "Simulates whole requests, batches of requests, round robin by steps and the denoiser's own",
      "order, with the code that the denoiser and the orchestrator run, in virtual time."
    })
public final class Scheduling extends Benchmark {
  private static final List<Integer> RATIOS = List.of(1, 4, 16);
  private static final List<Double> LOADS = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1);
  private static final List<Integer> REPLICAS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final List<Integer> WIDE = List.of(1, 4, 16, 64);
  private static final List<Integer> CAPS = List.of(2, 4, 8, 12, 16, 24);
  private static final List<Discipline> NO_ROUND_ROBIN =
      List.of(Findings.FIFO, Findings.BATCHES, Steps.LANGEVIN);
  private static final int RATIO = 4;

  private record Task(Discipline discipline, Setting setting) {}

  @Override
  public Result measure(boolean quick, Progress progress) {
    Lab lab = quick ? new Lab(1_000, 1, progress) : new Lab(4_000, 3, progress);
    Findings findings = findings(lab);
    return new Result(
        name(),
        "What is it worth to schedule steps instead of requests?",
        quick,
        Bars.of(findings),
        Tables.of(findings),
        findings,
        SchedulingCharts.of(findings));
  }

  private static Findings findings(Lab lab) {
    return new Findings(
        points(lab, "loads", Findings.ALL, loads(), lab::at),
        points(lab, "bars", Findings.ALL, judged(), lab::at),
        rates(lab, "goodput", Findings.ALL, grid(Bars.USUAL_LOAD)),
        rates(lab, "caps", NO_ROUND_ROBIN, caps()),
        points(lab, "deadlines", Findings.ALL, loads(), lab::due),
        lab.all("tenants", Findings.ALL, one -> lab.sharing(one, usual().fleet())),
        rates(lab, "goodput of fleets", NO_ROUND_ROBIN, wide()),
        points(lab, "ways", ways(), List.of(usual()), lab::at),
        points(lab, "placement", placements(), replicas(), lab::at));
  }

  private interface Simulation {
    Point of(Discipline discipline, Setting setting);
  }

  private static List<Point> points(
      Lab lab, String what, List<Discipline> some, List<Setting> settings, Simulation simulation) {
    return lab.all(
        what, tasks(some, settings), task -> simulation.of(task.discipline(), task.setting()));
  }

  private static List<Findings.Rate> rates(
      Lab lab, String what, List<Discipline> some, List<Setting> settings) {
    return lab.all(
        what,
        tasks(some, settings),
        task ->
            new Findings.Rate(
                task.discipline().label(),
                task.setting(),
                lab.goodput(task.discipline(), task.setting())));
  }

  private static List<Task> tasks(List<Discipline> some, List<Setting> settings) {
    return some.stream()
        .flatMap(one -> settings.stream().map(setting -> new Task(one, setting)))
        .toList();
  }

  private static List<Setting> loads() {
    return LOADS.stream().map(load -> Setting.of(RATIO, Arrivals.POISSON, 1, load)).toList();
  }

  private static List<Setting> judged() {
    return Stream.of(Bars.USUAL_LOAD, Bars.OVERLOAD).flatMap(load -> grid(load).stream()).toList();
  }

  private static List<Setting> grid(double load) {
    return RATIOS.stream()
        .flatMap(
            ratio ->
                Arrays.stream(Arrivals.values())
                    .map(arrivals -> Setting.of(ratio, arrivals, 1, load)))
        .toList();
  }

  private static List<Setting> caps() {
    return CAPS.stream()
        .map(cap -> new Setting(RATIO, cap, Arrivals.POISSON, 1, Bars.USUAL_LOAD))
        .toList();
  }

  private static List<Setting> wide() {
    return fleets(WIDE);
  }

  private static List<Setting> replicas() {
    return fleets(REPLICAS);
  }

  private static List<Setting> fleets(List<Integer> counts) {
    return counts.stream()
        .map(count -> Setting.of(RATIO, Arrivals.POISSON, count, Bars.USUAL_LOAD))
        .toList();
  }

  private static Setting usual() {
    return Setting.of(RATIO, Arrivals.POISSON, 1, Bars.USUAL_LOAD);
  }

  private static List<Discipline> ways() {
    return Stream.of(0.0, 0.05, 0.2)
        .<Discipline>map(
            share -> {
              String label = "%.0f %% of an evaluation".formatted(100 * share);
              Steps.Way way = new Steps.Way(share, Steps.Way.USUAL.openingNanos());
              return Steps.LANGEVIN.with(Steps.LANGEVIN.policy(), label).over(way);
            })
        .toList();
  }

  private static List<Discipline> placements() {
    return List.of(
        new WholeRequests(false),
        Steps.LANGEVIN.by(Routing.RANDOM, "any replica"),
        Steps.LANGEVIN.by(Routing.BETTER_OF_TWO, "better of two"),
        Steps.LANGEVIN.by(Routing.BETTER_OF_TWO_MOVING, "and moving"));
  }
}
