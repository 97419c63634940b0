package dev.langevin.bench.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.langevin.denoiser.batch.order.Demand;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {
  @ParameterizedTest
  @EnumSource(Arrivals.class)
  void of_manyJobs_comeAtTheirRate(Arrivals arrivals) {
    List<Request> requests = Traffic.of(Mix.USUAL, arrivals, 10, 40_000, 1);
    assertThat(requests.getLast().arrival() / 1e9).isCloseTo(4_000, withinPercentage(4));
    assertThat(requests).isSortedAccordingTo((a, b) -> Long.compare(a.arrival(), b.arrival()));
    for (int steps : Mix.USUAL.steps()) {
      double share = requests.stream().filter(r -> r.steps() == steps).count() / 40_000.0;
      assertThat(share).isCloseTo(1 / 3.0, within(0.01));
    }
  }

  /** Counts in windows of ten: their variance is that of their mean, or far more. */
  @Test
  void of_bursty_varyFarMoreThanPoisson() {
    assertThat(dispersion(Arrivals.POISSON)).isCloseTo(1, within(0.15));
    assertThat(dispersion(Arrivals.BURSTY)).isBetween(5.0, 15.0);
  }

  private static double dispersion(Arrivals arrivals) {
    int[] counts = new int[4_000];
    for (Request request : Traffic.of(Mix.USUAL, arrivals, 1, 40_000, 1)) {
      int window = (int) (request.arrival() / 10_000_000_000L);
      if (window < counts.length) {
        counts[window]++;
      }
    }
    double mean = Arrays.stream(counts).average().orElseThrow();
    return Arrays.stream(counts).mapToDouble(c -> (c - mean) * (c - mean)).average().orElseThrow()
        / mean;
  }

  @Test
  void of_anotherRate_areTheSameJobsSooner() {
    List<Request> slow = Traffic.of(Mix.USUAL, Arrivals.POISSON, 1, 100, 1);
    List<Request> fast = Traffic.of(Mix.USUAL, Arrivals.POISSON, 10, 100, 1);
    for (int i = 0; i < 100; i++) {
      assertThat(fast.get(i).steps()).isEqualTo(slow.get(i).steps());
      assertThat(fast.get(i).arrival() * 10).isCloseTo(slow.get(i).arrival(), within(10L));
    }
  }

  @Test
  void withDeadlines_aShare_isDueAfterTwoToEightTimesItsTime() {
    Accelerator accelerator = Accelerator.of(4);
    List<Request> requests =
        Traffic.withDeadlines(
            Traffic.of(Mix.USUAL, Arrivals.POISSON, 1, 10_000, 1), 0.3, accelerator, 2);
    List<Request> due = requests.stream().filter(r -> r.deadline() != Demand.NO_DEADLINE).toList();
    assertThat(due.size()).isCloseTo(3_000, withinPercentage(4));
    assertThat(due)
        .allSatisfy(
            r ->
                assertThat((double) r.slack(r.arrival()) / r.solo(accelerator))
                    .isBetween(2.0, 8.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "4, 8", "16, 24"})
  void accelerator_ofARatio_hasTheLargestCapWithinItsLatency(int ratio, int cap) {
    assertThat(Accelerator.of(ratio).cap()).isEqualTo(cap);
  }
}
