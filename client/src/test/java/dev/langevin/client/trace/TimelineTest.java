package dev.langevin.client.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.gson.JsonParser;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.langevin.client.output.Terminal;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Timing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
  private static final long MILLI = 1_000_000;

  @Test
  void of_parts_areBelowWhatTheyAreWithin() {
    Timeline timeline =
        Timeline.of(
            List.of(
                stretch("c", "b", "run", 4, 8),
                stretch("a", "", "create", 0, 10),
                stretch("d", "a", "end", 9, 10),
                stretch("b", "a", "job", 3, 9)),
            false);
    assertThat(timeline.rows())
        .extracting(row -> row.depth() + " " + row.stretch().name())
        .containsExactly("0 create", "1 job", "2 run", "1 end");
    assertThat(timeline.start()).isZero();
    assertThat(timeline.end()).isEqualTo(10 * MILLI);
  }

  @ParameterizedTest
  @CsvSource({"1450, 200", "800, 100", "801, 200", "0.04, 0.005", "39000, 5000"})
  void step_ofTheWhole_isRoundAndFewEnough(double whole, double step) {
    assertThat(TimelinePicture.step(whole)).isCloseTo(step, withinPercentage(1e-9));
  }

  @Test
  void of_manyOfOneName_showsTheFirstAndTheLast() {
    List<Stretch> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(stretch("e" + i, "", "evaluation", i, i + 1));
    }
    assertThat(Timeline.of(many, false).rows())
        .extracting(Timeline.Row::hidden)
        .containsExactly(0, 0, 17, 0);
    assertThat(Timeline.of(many, true).rows()).hasSize(20);
  }

  /** Of a job that was killed, or that a client's span stands above. */
  @Test
  void of_partsWhoseParentIsMissing_areShownAllTheSame() {
    Timeline timeline = Timeline.of(List.of(stretch("b", "gone", "job", 3, 9)), false);
    assertThat(timeline.rows()).hasSize(1);
  }

  @Test
  void of_partsThatAreWithinEachOther_ends() {
    Timeline timeline =
        Timeline.of(List.of(stretch("a", "b", "x", 0, 1), stretch("b", "a", "y", 0, 1)), false);
    assertThat(timeline.rows()).isEmpty();
  }

  @Test
  void lines_haveBarsWhereThePartsLie() {
    Timeline timeline =
        Timeline.of(
            List.of(stretch("a", "", "create", 0, 10), stretch("b", "a", "run", 5, 10)), false);
    List<String> lines = TimelineText.lines(timeline, terminal(66, false));
    assertThat(lines)
        .containsExactly(
            "create                            ####################     10.0 ms",
            "  run                                       ##########      5.0 ms");
  }

  @Test
  void png_isAPicture() throws Exception {
    Timeline timeline = Timeline.of(List.of(stretch("a", "", "create", 0, 10)), false);
    var picture = ImageIO.read(new ByteArrayInputStream(TimelinePicture.png(timeline, "g1")));
    assertThat(picture.getWidth()).isGreaterThan(1_000);
    int middle = picture.getRGB(picture.getWidth() / 2, 2 * (46 + 9));
    assertThat(middle & 0xFFFFFF).isEqualTo(0x0072B2);
  }

  @Test
  void stages_ofOneThatSucceeded_areItsTiming() {
    Generation generation =
        Generation.newBuilder()
            .setCreateTime(Timestamp.newBuilder().setSeconds(100))
            .setEndTime(Timestamp.newBuilder().setSeconds(110))
            .setTiming(
                Timing.newBuilder()
                    .setQueued(seconds(2))
                    .setEncode(seconds(1))
                    .setDenoise(seconds(6))
                    .setDecode(seconds(1)))
            .build();
    assertThat(Stages.of(generation, Instant.EPOCH))
        .extracting(stage -> stage.name() + " " + stage.millis())
        .containsExactly(
            "generation 10000.0",
            "queue 2000.0",
            "encode 1000.0",
            "denoise 6000.0",
            "decode 1000.0");
  }

  @Test
  void stages_ofOneThatWaits_goUpToNow() {
    Generation generation =
        Generation.newBuilder().setCreateTime(Timestamp.newBuilder().setSeconds(100)).build();
    assertThat(Stages.of(generation, Instant.ofEpochSecond(103)))
        .extracting(stage -> stage.name() + " " + stage.millis())
        .containsExactly("generation 3000.0", "queue 3000.0");
  }

  /** Tempo calls resources batches, gives ids in base64 and statuses by name; Jaeger wraps them. */
  @Test
  void spans_asServersWrapThem_areFound() {
    String span =
        """
        {"traceId": "dA==", "spanId": "c3A=", "name": "denoiser.run",
         "startTimeUnixNano": "1000000", "endTimeUnixNano": "3000000",
         "attributes": [{"key": "langevin.batch_rows", "value": {"doubleValue": 7.5}}],
         "status": {"code": "STATUS_CODE_ERROR"}}""";
    String resource =
        """
        {"resource": {"attributes":
           [{"key": "service.name", "value": {"stringValue": "denoiser"}}]},
         "scopeSpans": [{"spans": [%s]}]}"""
            .formatted(span);
    for (String message :
        List.of(
            "{\"batches\": [%s]}".formatted(resource),
            "{\"result\": {\"resourceSpans\": [%s]}}".formatted(resource),
            "{\"trace\": {\"resourceSpans\": [%s]}}".formatted(resource))) {
      assertThat(Otlp.spans(JsonParser.parseString(message)))
          .extracting(Otlp.Span::stretch)
          .containsExactly(
              new Stretch(
                  "c3A=", "", "denoiser", "denoiser.run", MILLI, 3 * MILLI, "batch of 7.5", true));
    }
  }

  private static Stretch stretch(String id, String parent, String name, long from, long to) {
    return new Stretch(id, parent, "a", name, from * MILLI, to * MILLI, "", false);
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private static Terminal terminal(int columns, boolean unicode) {
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    return new Terminal(out, out, false, false, false, false, unicode, columns);
  }
}
