package dev.langevin.bench.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.batch.order.Demand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepSimulationTest {
  private static final Accelerator FOUR = new Accelerator(12_000_000, 3_000_000, 8);
  private static final Fleet ONE = new Fleet(FOUR, 1);
  private static final Steps DIRECT = Steps.LANGEVIN.over(Steps.Way.NONE);

  @Test
  void serve_oneJob_takesItsTimeAlone() {
    Request request = request(0, 0, 20, 2);
    Served served = DIRECT.serve(List.of(request), ONE, 1).getFirst();
    assertThat(served.latency()).isEqualTo(request.solo(FOUR)).isEqualTo(20 * 18_000_000L);
    assertThat(served.slowdown(FOUR)).isEqualTo(1);
  }

  @Test
  void serve_oneJobOverTheNetwork_takesTheWaysToo() {
    Steps.Way way = new Steps.Way(0.5, 7_000_000);
    Served served = Steps.LANGEVIN.over(way).serve(List.of(request(0, 0, 2, 2)), ONE, 1).getFirst();
    // Between the two steps, a half to three halves of the mean of 9 ms.
    assertThat(served.latency() / 1e6).isBetween(2 * 18 + 7 + 4.5, 2 * 18 + 7 + 13.5);
  }

  @Test
  void serve_jobsThatFitTogether_shareRuns() {
    List<Served> served = DIRECT.serve(List.of(request(0, 0, 4, 2), request(1, 0, 4, 2)), ONE, 1);
    // The first finds an idle device; the second joins for its other steps.
    assertThat(served.getFirst().latency()).isEqualTo((18 + 3 * 24) * 1_000_000L);
    assertThat(served.getLast().latency()).isEqualTo((18 + 3 * 24 + 18) * 1_000_000L);
  }

  @Test
  void serve_sameSeed_isTheSame() {
    List<Request> requests = Traffic.of(Mix.USUAL, Arrivals.BURSTY, 30, 500, 7);
    Fleet fleet = new Fleet(FOUR, 4);
    assertThat(Steps.LANGEVIN.serve(requests, fleet, 3))
        .isEqualTo(Steps.LANGEVIN.serve(requests, fleet, 3))
        .hasSize(500);
  }

  @Test
  void serve_jobsThatCameToOneReplica_moveToTheOther() {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      requests.add(request(i, 0, 50, 2));
    }
    Fleet two = new Fleet(FOUR, 2);
    Steps blind = Steps.LANGEVIN.by(Routing.RANDOM, "random");
    Steps even = Steps.LANGEVIN.by(Routing.BETTER_OF_TWO_MOVING, "moving");
    assertThat(last(even.serve(requests, two, 1))).isLessThan(last(blind.serve(requests, two, 1)));
  }

  @Test
  void batches_equalStepsOnly_runTogether() {
    List<Request> requests =
        List.of(
            request(0, 0, 50, 2), request(1, 1, 4, 2), request(2, 2, 50, 2), request(3, 3, 4, 1));
    List<Served> served = new WholeRequests(true).serve(requests, ONE, 1);
    assertThat(served.get(0).end()).isEqualTo(50 * 18_000_000L);
    assertThat(served.subList(1, 3))
        .extracting(job -> job.request().number())
        .containsExactly(1, 3);
    assertThat(served.get(1).end()).isEqualTo(50 * 18_000_000L + 4 * 21_000_000L);
    assertThat(served.get(3).end()).isEqualTo(100 * 18_000_000L + 4 * 21_000_000L);
  }

  private static double last(List<Served> served) {
    return served.stream().mapToLong(Served::end).max().orElseThrow();
  }

  private static Request request(int number, long arrival, int steps, int rows) {
    return new Request(number, arrival, steps, rows, "one", Demand.NO_DEADLINE);
  }
}
