package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.Denoiser;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.job.PredictionStream;
import dev.langevin.orchestrator.loop.Rows;
import dev.langevin.orchestrator.services.GrpcDenoisers;
import dev.langevin.orchestrator.services.Wire;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real denoisers, of which one is crowded. */
class MoveIT {
  private static final int CROWD = 16;
  private static final int STEPS_LEFT = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The default model's latents and conditionings: 4×16×16, and 77×192. */
  private static final Rows ROWS =
      new Rows(
          () -> "step 1",
          new float[][] {noise(4 * 16 * 16)},
          new int[] {0, 0},
          new int[] {0, 1},
          new double[] {981, 981},
          2 * STEPS_LEFT);

  @TempDir Path data;

  @Test
  void better_hereCrowded_goesOnThereWithTheSameBits() {
    try (Denoiser here = denoiser("here");
        Denoiser there = denoiser("there");
        GrpcDenoisers both = denoisers(here, there);
        GrpcDenoisers one = denoisers(here);
        ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor();
        PredictionStream stream = open(both, Set.of(address(there)), address(here))) {
      float[][] before = stream.predict(ROWS, () -> {}).outputs();
      for (int i = 0; i < CROWD; i++) {
        crowd.submit(() -> ask(one, address(here)));
      }

      try (PredictionStream better = better(stream)) {
        assertThat(better.replica()).isEqualTo(address(there));
        assertThat(better.numericsId()).isEqualTo(stream.numericsId());
        assertThat(better.predict(ROWS, () -> {}).outputs()).isDeepEqualTo(before);
        assertThat(stream.predict(ROWS, () -> {}).outputs()).isDeepEqualTo(before);
      } finally {
        crowd.shutdownNow();
      }
    }
  }

  /** What a job does between two evaluations, until it is better off elsewhere. */
  private static PredictionStream better(PredictionStream stream) {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      stream.predict(ROWS, () -> {});
      Optional<PredictionStream> better = stream.better(STEPS_LEFT);
      if (better.isPresent()) {
        return better.get();
      }
    }
    throw new AssertionError("the job stays where it is crowded");
  }

  private static void ask(GrpcDenoisers denoisers, String address) {
    try (PredictionStream stream = open(denoisers, Set.of(), address)) {
      while (!Thread.currentThread().isInterrupted()) {
        stream.predict(ROWS, () -> {});
      }
    } catch (OrchestratorException e) {
      assertThat(e.kind()).isEqualTo(OrchestratorException.Kind.STOPPED);
    }
  }

  private static PredictionStream open(GrpcDenoisers denoisers, Set<String> avoid, String at) {
    Map<String, dev.langevin.internal.v1.Tensor> conditioning =
        Map.of("encoder_hidden_states", Tensors.of(noise(77 * 192), 77, 192));
    Opening opening =
        new Opening(
            "storybook",
            "",
            "",
            List.of(conditioning, conditioning),
            List.of(4L, 16L, 16L),
            "default",
            Priority.PRIORITY_BATCH,
            Instant.now().plus(Duration.ofHours(1)),
            ROWS.count());
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      try {
        PredictionStream opened = denoisers.open(opening, avoid);
        if (opened.replica().equals(at)) {
          return opened;
        }
        opened.close(); // the other was not probed yet
      } catch (OrchestratorException e) {
        assertThat(e.kind()).isEqualTo(OrchestratorException.Kind.ENVIRONMENT); // neither was
      }
    }
    throw new AssertionError("no stream to " + at);
  }

  private Denoiser denoiser(String name) {
    return Denoiser.start(
        DenoiserConfig.fromEnvironment(
            Environment.of(
                Map.of(
                    "LANGEVIN_PORT",
                    "0",
                    "LANGEVIN_MODELS",
                    Command.checkedOutModels().toString(),
                    "LANGEVIN_DATA",
                    data.resolve(name).toString(),
                    "LANGEVIN_BATCH_CAP",
                    "4"))));
  }

  private static GrpcDenoisers denoisers(Denoiser... denoisers) {
    List<String> addresses = List.of(denoisers).stream().map(MoveIT::address).toList();
    return new GrpcDenoisers(addresses, PATIENCE, Wire.FLOAT32);
  }

  private static String address(Denoiser denoiser) {
    return "127.0.0.1:" + denoiser.port();
  }

  private static float[] noise(int count) {
    Random random = new Random(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
