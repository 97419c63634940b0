package dev.langevin.bench.sight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.loop.Span;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanCostTest {
  private static final Span PLAIN = new Span("1", "plain", 0, 1, Map.of());
  private static final Span TALKATIVE =
      new Span("1", "talkative", 0, 1, Map.of("langevin.step", 3L, "langevin.wait", 0.5, "a", "b"));

  @Test
  void processorMillis_growsWithTheSpansOfAJob() throws IOException {
    SpanCost one = new SpanCost(List.of(List.of(PLAIN)));
    SpanCost many =
        new SpanCost(List.of(Collections.nCopies(50, TALKATIVE), Collections.nCopies(30, PLAIN)));

    assertThat(one.spansPerJob()).isEqualTo(1);
    assertThat(many.spansPerJob()).isEqualTo(40);
    assertThat(many.processorMillis(1, 1)).isGreaterThan(one.processorMillis(1, 1)).isPositive();
  }
}
