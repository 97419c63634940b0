package dev.langevin.bench.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.langevin.denoiser.batch.order.FirstCome;
import dev.langevin.denoiser.batch.order.RoundRobin;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The simulation against what queueing theory knows exactly. */
class ClosedFormsTest {
  private static final int JOBS = 20_000;

  /** One row at a time, in no time but its own. */
  private static final Accelerator SINGLE = new Accelerator(0, 1_000_000, 1);

  private static final Mix EQUAL = new Mix(List.of(1), List.of(1));
  private static final Mix UNEQUAL = new Mix(List.of(4, 20, 50), List.of(1));
  private static final Steps ALONE =
      Steps.LANGEVIN.over(Steps.Way.NONE).by(Routing.RANDOM, "by itself");

  /** Pollaczek and Khinchine: W = ρS / 2(1 − ρ) where all take S. */
  @Test
  void wholeRequests_oneServerEqualJobs_waitAsInMD1() {
    double wait = wait(new WholeRequests(false), EQUAL, 1, 0.7);
    assertThat(wait).isCloseTo(0.7 / (2 * 0.3), withinPercentage(4));
  }

  /** W = λ E[S²] / 2(1 − ρ). */
  @Test
  void wholeRequests_oneServerUnequalJobs_waitAsInMG1() {
    double wait = wait(new WholeRequests(false), UNEQUAL, 1, 0.7);
    assertThat(wait).isCloseTo(mg1(0.7), withinPercentage(6));
  }

  @Test
  void steps_firstCome_waitAsInMG1() {
    Steps firstCome = ALONE.with(new FirstCome(), "first come");
    assertThat(wait(firstCome, UNEQUAL, 1, 0.7)).isCloseTo(mg1(0.7), withinPercentage(6));
  }

  /** Processor sharing: a job of size x takes x / (1 − ρ), whatever the others' sizes. */
  @Test
  void steps_roundRobin_slowsAllDownAlike() {
    Steps roundRobin = ALONE.with(new RoundRobin(), "round robin");
    List<Served> served = serve(roundRobin, UNEQUAL, 1, 0.7);
    for (int steps : new int[] {4, 20, 50}) {
      double slowdown = mean(served, steps, job -> job.latency() / 1e6 / steps);
      assertThat(slowdown).as("%d steps", steps).isCloseTo(1 / 0.3, withinPercentage(12));
    }
  }

  /** Half of Erlang's C formula for two servers, ρ² / (1 − ρ²), corrected by Cosmetatos (1975). */
  @Test
  void wholeRequests_twoServersEqualJobs_waitAsInMD2() {
    double wait = wait(new WholeRequests(false), EQUAL, 2, 0.7);
    double corrected = 1 + 0.3 * (Math.sqrt(14) - 2) / (16 * 0.7 * 2);
    assertThat(wait).isCloseTo(0.49 / 0.51 / 2 * corrected, withinPercentage(6));
  }

  @Test
  void steps_threefoldLoad_servesItsCapacity() {
    Accelerator accelerator = Accelerator.of(4);
    assertThat(saturated(Steps.LANGEVIN, accelerator)).isCloseTo(1, within(0.02));
    assertThat(saturated(Steps.ROUND_ROBIN, accelerator)).isCloseTo(1, within(0.02));
  }

  @Test
  void wholeRequests_threefoldLoad_serveTheirCapacity() {
    Accelerator accelerator = Accelerator.of(4);
    assertThat(saturated(new WholeRequests(false), accelerator)).isCloseTo(1, within(0.02));
    assertThat(saturated(new WholeRequests(true), accelerator)).isCloseTo(1, within(0.02));
  }

  /** Work done, from the first arrival to the last end, by what its capacity is. */
  private static double saturated(Discipline discipline, Accelerator accelerator) {
    Fleet fleet = new Fleet(accelerator, 2);
    double capacity = discipline.capacity(fleet, Mix.USUAL);
    List<Request> requests = Traffic.of(Mix.USUAL, Arrivals.POISSON, 3 * capacity, 2_000, 1);
    List<Served> served =
        discipline.serve(requests, fleet, 1).stream()
            .sorted(Comparator.comparingLong(Served::end))
            .toList();
    boolean solo = capacity < fleet.batchedCapacity(Mix.USUAL);
    double mean = solo ? Mix.USUAL.meanSolo(accelerator) : Mix.USUAL.meanRows();
    double done =
        served.stream()
            .map(Served::request)
            .mapToDouble(r -> solo ? r.solo(accelerator) : (double) r.steps() * r.rows())
            .sum();
    return done / mean / (served.getLast().end() / 1e9) / capacity;
  }

  private static double mg1(double load) {
    double mean = (4 + 20 + 50) / 3.0;
    double square = (16 + 400 + 2500) / 3.0;
    return load / mean * square / (2 * (1 - load));
  }

  /** Mean wait in milliseconds, which are steps. */
  private static double wait(Discipline discipline, Mix mix, int replicas, double load) {
    return serve(discipline, mix, replicas, load).stream()
        .mapToDouble(job -> job.latency() / 1e6 - job.request().steps())
        .average()
        .orElseThrow();
  }

  private static List<Served> serve(Discipline discipline, Mix mix, int replicas, double load) {
    Fleet fleet = new Fleet(SINGLE, replicas);
    double rate = load * fleet.soloCapacity(mix);
    List<Request> requests = Traffic.of(mix, Arrivals.POISSON, rate, JOBS, 1);
    List<Served> served = discipline.serve(requests, fleet, 1);
    assertThat(served).hasSize(JOBS);
    return served;
  }

  private static double mean(List<Served> all, int steps, ToDoubleFunction<Served> of) {
    return all.stream()
        .filter(job -> job.request().steps() == steps)
        .mapToDouble(of)
        .average()
        .orElseThrow();
  }
}
