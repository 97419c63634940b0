package dev.langevin.bench.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {
  @TempDir Path folder;

  @Test
  void bar_atItsLimit_holds() {
    assertThat(Bar.atMost("time", 2, 2, "ms").holds()).isTrue();
    assertThat(Bar.atLeast("rate", 2, 2, "/s").holds()).isTrue();
    assertThat(Bar.atMost("time", 2.01, 2, "ms").holds()).isFalse();
    assertThat(Bar.atLeast("rate", 1.99, 2, "/s").holds()).isFalse();
  }

  @Test
  void bar_thatWasNotMeasured_doesNotHold() {
    Bar bar = Bar.atMost("time", Double.NaN, 2, "ms");

    assertThat(bar.holds()).isFalse();
    assertThat(bar).hasToString("DOES NOT  time: not measured ms (at most 2 ms)");
  }

  @Test
  void result_withoutBars_isRefused() {
    assertThatThrownBy(() -> result(List.of())).hasMessageContaining("at least one bar");
  }

  @Test
  void write_oneBarBroken_saysSoForAll() throws Exception {
    Path file = folder.resolve("deeper").resolve("figures.json");

    Result.write(
        file,
        List.of(
            result(List.of(Bar.atMost("time", 1, 2, "ms"))),
            result(List.of(Bar.atLeast("rate", 1, 2, "/s")))));

    JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertThat(all.get("holds").getAsBoolean()).isFalse();
    assertThat(all.getAsJsonArray("results"))
        .map(result -> result.getAsJsonObject().get("holds").getAsBoolean())
        .containsExactly(true, false);
    assertThat(all.getAsJsonArray("results").get(0).getAsJsonObject().get("figures"))
        .hasToString("{\"millis\":1.5}");
  }

  @Test
  void table_alignsFigures() {
    TextTable table = new TextTable("jobs", "rate").add("few", 1.5).add("very many", 12_000);

    assertThat(table).hasToString("jobs         rate\nfew         1.500\nvery many  12,000\n");
  }

  @Test
  void quantiles_interpolate() {
    assertThat(Quantiles.median(List.of(4, 1, 3, 2))).isEqualTo(2.5);
    assertThat(Quantiles.of(List.of(1.0, 2.0, 3.0), 1)).isEqualTo(3);
    assertThat(Quantiles.of(List.of(), 0.5)).isNaN();
  }

  private static Result result(List<Bar> bars) {
    return new Result("example", "How?", false, bars, List.of(), Map.of("millis", 1.5), List.of());
  }
}
