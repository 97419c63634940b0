package dev.langevin.bench.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import dev.langevin.v1.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelaysTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void of_loadOfTwoJobs_meansByTheirRows() {
    // 40 rows at 5 ms in batches of 8, and 80 at 6 ms in batches of 11: 5.667 ms by 10 rows.
    List<Generation> load = List.of(job(20, 200_000_000, 8), job(40, 480_000_000, 11));
    Visit visit = new Visit(START, START.plusMillis(85), job(4, 40_000_000, 8));

    Delays delays = Delays.of(List.of(visit), load, 2, Duration.ofMillis(800));

    assertThat(delays.batchRows()).isEqualTo(10, within(1e-9));
    assertThat(delays.evaluationMillis()).isEqualTo(680 / 120.0 * 10, within(1e-9));
    assertThat(delays.busy()).isEqualTo(0.9, within(1e-9));
    assertThat(delays.quantile(0.5)).isEqualTo(1.5, within(1e-9));
  }

  @Test
  void of_visitsInAnyOrder_areSorted() {
    List<Visit> visits = List.of(visit(30), visit(10), visit(20));

    assertThat(Delays.of(visits, List.of(job(1, 2_000_000, 10)), 2, Duration.ofSeconds(1)).millis())
        .containsExactly(10.0, 20.0, 30.0);
  }

  @Test
  void counts_valuesBeyondTheLastBin_areInTheLast() {
    assertThat(DelayChart.counts(List.of(0.0, 0.05, 0.15, 9.0), 3)).containsExactly(2, 1, 1);
  }

  private static Visit visit(long millis) {
    return new Visit(START, START.plusMillis(millis), job(4, 0, 8));
  }

  private static Generation job(int evaluations, int networkNanos, double batchRows) {
    return Generation.newBuilder()
        .setProgress(Progress.newBuilder().setEvaluations(evaluations))
        .setTiming(
            Timing.newBuilder()
                .setNetwork(com.google.protobuf.Duration.newBuilder().setNanos(networkNanos))
                .setMeanBatchRows(batchRows))
        .build();
  }
}
