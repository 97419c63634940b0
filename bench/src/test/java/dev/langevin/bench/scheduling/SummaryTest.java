package dev.langevin.bench.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.denoiser.batch.order.Demand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Accelerator MILLISECOND = new Accelerator(0, 1_000_000, 1);

  @Test
  void of_jobs_leavesTheFirstTenthOut() {
    List<Served> served = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      served.add(served(i, 4, i == 0 ? 1_000_000 : 8, Demand.NO_DEADLINE));
    }
    Summary summary = Summary.of(served, MILLISECOND);
    assertThat(summary.mean()).isEqualTo(8);
    assertThat(summary.longest()).isEqualTo(8);
  }

  @Test
  void of_jobsOfDifferentLengths_tellsThemApart() {
    Summary summary =
        Summary.of(
            List.of(
                served(1, 4, 8, Demand.NO_DEADLINE),
                served(2, 4, 24, Demand.NO_DEADLINE),
                served(3, 20, 500, Demand.NO_DEADLINE),
                served(4, 50, 250, Demand.NO_DEADLINE)),
            MILLISECOND);
    assertThat(summary.shortMean()).isEqualTo(16);
    assertThat(summary.shortSlowdown()).isEqualTo(4);
    assertThat(summary.longP99()).isEqualTo(250);
    assertThat(summary.longest()).isEqualTo(500);
    // 24 ms are six times what four steps take, and 500 ms 25 times what twenty do.
    assertThat(summary.inTime()).isEqualTo(0.5);
    assertThat(summary.missed()).isNaN();
  }

  @Test
  void of_jobsWithDeadlines_countsThoseAlone() {
    Summary summary =
        Summary.of(
            List.of(
                served(1, 4, 8, 8_000_000),
                served(2, 4, 9, 8_000_000),
                served(3, 4, 9, 7_000_000),
                served(4, 4, 900, Demand.NO_DEADLINE)),
            MILLISECOND);
    assertThat(summary.missed()).isCloseTo(2 / 3.0, within(1e-9));
  }

  @Test
  void goodput_isTheRateWhereTheShareIsJustMet() {
    Fleet fleet = new Fleet(Accelerator.of(4), 1);
    double langevin = Goodput.of(Steps.LANGEVIN, fleet, Arrivals.POISSON, 500, 1);
    double batches = Goodput.of(Findings.BATCHES, fleet, Arrivals.POISSON, 500, 1);
    assertThat(langevin).isBetween(batches, fleet.batchedCapacity(Mix.USUAL));
    assertThat(inTime(Steps.LANGEVIN, fleet, langevin)).isGreaterThanOrEqualTo(Goodput.SHARE);
    assertThat(inTime(Steps.LANGEVIN, fleet, 1.05 * langevin)).isLessThan(Goodput.SHARE);
  }

  private static double inTime(Discipline discipline, Fleet fleet, double rate) {
    List<Request> requests = Traffic.of(Mix.USUAL, Arrivals.POISSON, rate, 500, 1);
    return Summary.of(discipline.serve(requests, fleet, 1), fleet.accelerator()).inTime();
  }

  private static Served served(int number, int steps, long millis, long deadline) {
    return new Served(new Request(number, 0, steps, 1, "one", deadline), millis * 1_000_000);
  }
}
