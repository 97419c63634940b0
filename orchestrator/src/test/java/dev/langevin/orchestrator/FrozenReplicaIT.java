package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.job.PredictionStream;
import dev.langevin.orchestrator.services.GrpcDenoisers;
import dev.langevin.orchestrator.services.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two denoisers in processes of their own, of which one is stopped by SIGSTOP. */
class FrozenReplicaIT {
  /** Beyond what a connection needs to notice. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Opening OPENING = Toy.opening();

  private DenoiserProcess frozen;
  private DenoiserProcess well;
  private GrpcDenoisers denoisers;

  @BeforeEach
  void start() throws Exception {
    frozen = DenoiserProcess.start();
    well = DenoiserProcess.start();
    denoisers = denoisers(SILENCE);
  }

  @AfterEach
  void stop() {
    denoisers.close();
    frozen.close();
    well.close();
  }

  @Test
  void freeze_noStreamIsPlacedThereBeforeAnEvaluationHasTimedOut() throws Exception {
    frozen.signal("STOP");
    long since = System.nanoTime();
    while (!places(denoisers).equals(Set.of(well.address()))) {
      Thread.onSpinWait();
    }
    System.out.printf("a frozen denoiser gets no streams after %d ms%n", millis(since));
    assertThat(millis(since)).isLessThan(12_000);

    frozen.signal("CONT");
    while (!places(denoisers).contains(frozen.address())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void freeze_runningStream_theConnectionEndsItBeforeALongDeadline() throws Exception {
    try (PredictionStream stream = streamTo(denoisers)) {
      stream.predict(Toy.ROWS, () -> {});
      frozen.signal("STOP");
      assertLost(stream, Duration.ofSeconds(25));
    }
  }

  @Test
  void freeze_runningStream_costsNoMoreThanTheDeadline() throws Exception {
    try (GrpcDenoisers impatient = denoisers(Duration.ofSeconds(2));
        PredictionStream stream = streamTo(impatient)) {
      stream.predict(Toy.ROWS, () -> {});
      frozen.signal("STOP");
      assertLost(stream, Duration.ofSeconds(4));
    }
  }

  private static void assertLost(PredictionStream stream, Duration most) {
    long since = System.nanoTime();
    assertThatThrownBy(() -> stream.predict(Toy.ROWS, () -> {}))
        .isInstanceOfSatisfying(
            OrchestratorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REPLICA));
    System.out.printf("a frozen denoiser costs a running evaluation %d ms%n", millis(since));
    assertThat(millis(since)).isLessThan(most.toMillis());
  }

  private GrpcDenoisers denoisers(Duration silence) {
    GrpcDenoisers opened =
        new GrpcDenoisers(List.of(frozen.address(), well.address()), silence, Wire.FLOAT32);
    while (places(opened).size() < 2) {
      Thread.onSpinWait();
    }
    return opened;
  }

  private PredictionStream streamTo(GrpcDenoisers from) {
    return from.open(OPENING, Set.of(well.address()));
  }

  /** Where streams go: of twenty, to each that gets any. */
  private static Set<String> places(GrpcDenoisers from) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (PredictionStream stream = from.open(OPENING, Set.of())) {
        names.add(stream.replica());
      } catch (OrchestratorException e) {
        return Set.of(); // not probed yet
      }
    }
    return names;
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }
}
