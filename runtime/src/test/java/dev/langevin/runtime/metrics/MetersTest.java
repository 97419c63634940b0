package dev.langevin.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.metrics.Meter.Kind;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
  @TempDir Path folder;
  private final Meters meters = new Meters();

  @Test
  void count_sameLabels_isOneCounter() {
    meters.count(Meter.RETRIES_TOTAL, "denoiser").add();
    meters.count(Meter.RETRIES_TOTAL, "denoiser").add(2);
    meters.count(Meter.RETRIES_TOTAL, "decoder").add();
    assertThat(plain())
        .contains(
            "# TYPE langevin_retries_total counter",
            "langevin_retries_total{service=\"denoiser\"} 3.0",
            "langevin_retries_total{service=\"decoder\"} 1.0");
  }

  @Test
  void tell_twoSources_addUpUntilClosed() {
    Telling one = meters.tell(Meter.WAITING_ROWS, told -> told.value(3));
    Telling other = meters.tell(Meter.WAITING_ROWS, told -> told.value(4));
    assertThat(plain()).contains("langevin_waiting_rows 7.0");
    one.close();
    assertThat(plain()).contains("langevin_waiting_rows 4.0");
    other.close();
    assertThat(plain()).doesNotContain("langevin_waiting_rows");
  }

  @Test
  void tell_sourceThatThrows_leavesTheOthers() {
    meters.tell(
        Meter.WATCHERS,
        told -> {
          throw new IllegalStateException("on purpose");
        });
    meters.tell(Meter.STREAMS, told -> told.value(2));
    assertThat(plain()).contains("langevin_streams 2.0").doesNotContain("langevin_watchers ");
  }

  @Test
  void spread_values_inTheirRanges() {
    Spread rows = meters.spread(Meter.BATCH_ROWS);
    rows.saw(1);
    rows.saw(7);
    assertThat(plain())
        .contains(
            "langevin_batch_rows_bucket{le=\"1.0\"} 1",
            "langevin_batch_rows_bucket{le=\"6.0\"} 1",
            "langevin_batch_rows_bucket{le=\"8.0\"} 2",
            "langevin_batch_rows_bucket{le=\"+Inf\"} 2",
            "langevin_batch_rows_sum 8.0",
            "langevin_batch_rows_count 2");
  }

  @Test
  void spread_ofARecordedTrace_hasItAsAnExemplarInOpenMetricsAlone() {
    String id = "0af7651916cd43dd8448eb211c80319c";
    Environment environment =
        Environment.of(Map.of("LANGEVIN_TRACES", folder.resolve("spans.jsonl").toString()));
    try (Tracing tracing = Tracing.start("test", environment)) {
      assertThat(tracing).isNotNull();
      Spread waits = meters.spread(Meter.BATCH_WAIT_SECONDS);
      waits.sawNanos(5_000_000, Trace.of("00-%s-b7ad6b7169203331-01".formatted(id)));
      waits.sawNanos(2_000_000_000, Trace.of("00-%s-b7ad6b7169203331-00".formatted(id)));
    }
    byte[] open = meters.expose("application/openmetrics-text; version=1.0.0").body();
    assertThat(new String(open, StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("trace_id"))
        .singleElement()
        .asString()
        .startsWith(
            "langevin_batch_wait_seconds_bucket{le=\"0.005\"} 1 # {trace_id=\"%s\"} 0.005"
                .formatted(id));
    assertThat(plain()).doesNotContain("trace_id");
  }

  /** Whoever makes labels up can't fill a memory. */
  @Test
  void count_tooManyLabels_areCountedTogether() {
    for (int i = 0; i < 2 * Family.MOST; i++) {
      meters.count(Meter.REQUESTS_TOTAL, "/path-" + i, "OK").add();
      meters.spread(Meter.REQUEST_SECONDS, "/path-" + i).sawNanos(1);
    }
    String all = plain();
    assertThat(all.lines().filter(line -> line.startsWith("langevin_requests_total")))
        .hasSize(Family.MOST + 1)
        .contains("langevin_requests_total{code=\"other\",method=\"other\"} 500.0");
    assertThat(all).contains("langevin_request_seconds_count{method=\"other\"} 500");
  }

  @Test
  void count_otherLabelsThanItHas_isRefused() {
    assertThatThrownBy(() -> meters.count(Meter.RETRIES_TOTAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RETRIES_TOTAL has the labels [service], not 0");
  }

  @Test
  void count_ofAGauge_isRefused() {
    assertThatThrownBy(() -> meters.count(Meter.WATCHERS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meters.spread(Meter.WATCHERS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void meters_namesFollowTheRules() {
    for (Meter meter : Meter.values()) {
      assertThat(meter.fullName()).matches("langevin_[a-z]+(_[a-z]+)*");
      assertThat(meter.fullName().endsWith("_total"))
          .as(meter.fullName())
          .isEqualTo(meter.kind() == Kind.COUNTER);
      assertThat(meter.labels()).allMatch(label -> label.matches("[a-z]+"));
      assertThat(meter.labels()).doesNotContain("id", "tenant", "generation", "prompt", "le");
    }
  }

  private String plain() {
    return new String(meters.expose(null).body(), StandardCharsets.UTF_8);
  }
}
