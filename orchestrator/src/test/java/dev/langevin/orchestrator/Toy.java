package dev.langevin.orchestrator;

import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is asked of denoisers that serve the toy model. */
final class Toy {
  /** One row of zeros. */
  static final Rows ROWS =
      new Rows(
          () -> "step 1", new float[1][1024], new int[] {0}, new int[] {0}, new double[] {981}, 36);

  private Toy() {}

  /** Of an interactive job that has an hour. */
  static Opening opening() {
    return new Opening(
        "toy",
        "",
        "",
        List.of(Map.of("encoder_hidden_states", Tensors.of(new float[] {1, 2}, 1, 2))),
        List.of(4L, 16L, 16L),
        "default",
        Priority.PRIORITY_INTERACTIVE,
        Instant.now().plus(Duration.ofHours(1)),
        1);
  }
}
