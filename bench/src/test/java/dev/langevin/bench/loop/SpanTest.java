package dev.langevin.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanTest {
  @TempDir Path folder;

  @Test
  void read_linesOfTheProtocolsJson_areTheirSpans() throws Exception {
    String one =
        """
        {"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"x"},"spans":[{"traceId":"t",
        "spanId":"s","name":"denoiser.run","kind":1,"startTimeUnixNano":"1795278000000000001",
        "endTimeUnixNano":"1795278000002500001","attributes":[{"key":"langevin.rows","value":{"intValue":"2"}},
        {"key":"langevin.batch_rows","value":{"doubleValue":7.5}},{"key":"langevin.generation","value":{"stringValue":"g"}}],
        "status":{"code":0,"message":""}}]}]}]}
        """
            .replace("\n", "");
    Path file = Files.write(folder.resolve("spans.jsonl"), List.of(one, one));

    List<Span> spans = Span.read(file);

    assertThat(spans).hasSize(2);
    assertThat(spans.getFirst())
        .isEqualTo(
            new Span(
                "t",
                "denoiser.run",
                1795278000000000001L,
                1795278000002500001L,
                Map.of(
                    "langevin.rows", 2L, "langevin.batch_rows", 7.5, "langevin.generation", "g")));
    assertThat(spans.getFirst().millis()).isEqualTo(2.5);
  }
}
