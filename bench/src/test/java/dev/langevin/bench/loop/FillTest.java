package dev.langevin.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FillTest {
  /** A run of 8 rows is told by all whose rows it held, and is one run all the same. */
  @Test
  void of_aRunOfSeveralJobs_countsOnce() {
    List<Span> spans =
        List.of(run(0, 2, 8), run(0, 2, 8), run(0, 2, 8), run(0, 2, 8), run(10, 2, 2));

    Fill fill = Fill.of(spans, 0, 1);

    assertThat(fill.rows()).isEqualTo(5); // 10 rows in 2 runs
    assertThat(fill.share()).isEqualTo(0.625);
  }

  @Test
  void of_partOfTheTime_leavesTheRestOut() {
    List<Span> spans = List.of(run(0, 1, 1), run(50, 8, 8), run(99, 1, 1));

    assertThat(Fill.of(spans, 0.1, 0.9).rows()).isEqualTo(8);
  }

  @Test
  void of_aPartWithoutRuns_isNotANumber() {
    List<Span> spans = List.of(run(0, 1, 1), run(99, 1, 1));

    assertThat(Fill.of(spans, 0.4, 0.6).rows()).isNaN();
  }

  @Test
  void course_leavesOutPartsWithoutRuns() {
    List<Span> spans = List.of(run(0, 4, 4), run(50, 8, 8));

    assertThat(Course.of(spans)).extracting(Course::rows).containsExactly(4.0, 8.0);
  }

  private static Span run(long start, long rows, double batch) {
    Map<String, Object> said =
        Map.of("langevin.rows", rows, "langevin.batch_rows", batch, "langevin.batch_cap", 8L);
    return new Span("a", "denoiser.run", start, start + 1, said);
  }
}
