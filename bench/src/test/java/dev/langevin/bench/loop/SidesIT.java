package dev.langevin.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.kit.Progress;
import dev.langevin.v1.GenerationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidesIT {
  private static final Path MODEL = Path.of("..", "models", "storybook");
  private static final int STEPS = 3;

  @TempDir Path folder;

  /** That both are asked for the same is what the comparisons rest on; the spans say the rest. */
  @Test
  void bothSides_oneJobEach_makeTheSameBytesAndASpanOfEveryPart() throws Exception {
    try (Sides sides = Sides.start(MODEL, folder, Duration.ZERO, new Progress("test"))) {
      Instant since = Instant.now();
      for (GenerationRequest request :
          List.of(sides.jobs().guided(STEPS), sides.jobs().mixed(5).get(4))) {
        Sides.requireSame(request, sides.bare(request).file(), sides.system(request).file());
      }
      List<Span> spans = sides.spans(since);
      String first = spans.getFirst().trace();
      List<Span> ofOne = spans.stream().filter(span -> span.trace().equals(first)).toList();

      assertThat(spans).extracting(Span::trace).contains(first).hasSizeGreaterThan(ofOne.size());
      assertThat(ofOne)
          .extracting(Span::name)
          .contains(
              "gateway.create",
              "orchestrator.queue",
              "orchestrator.job",
              "orchestrator.claim",
              "orchestrator.encode",
              "encoder.encode",
              "orchestrator.open",
              "orchestrator.evaluation",
              "denoiser.wait",
              "denoiser.run",
              "orchestrator.decode",
              "decoder.decode",
              "decoder.network",
              "decoder.file",
              "decoder.store",
              "orchestrator.end");
      assertThat(Shares.perStep(spans)).isNotEmpty().allMatch(millis -> millis > 0);
      assertThat(Fill.of(spans, 0, 1).rows()).isBetween(1.0, 2.0);
    }
  }
}
