package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.Load;
import dev.langevin.orchestrator.job.Opening;
import dev.langevin.orchestrator.job.PredictionStream;
import dev.langevin.orchestrator.services.GrpcDenoisers;
import dev.langevin.orchestrator.services.Placement;
import dev.langevin.orchestrator.services.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a stream moves from one that says it is crowded to one that says it is not. */
class MoveIT {
  private static final Load CROWDED = load(100 * TestDenoiser.CAP);
  private static final Load IDLE = load(0);
  private static final int MANY_STEPS = 1_000;

  private final TestDenoiser here = new TestDenoiser();
  private final TestDenoiser there = new TestDenoiser();
  private GrpcDenoisers denoisers;
  private PredictionStream stream;

  @BeforeEach
  void openHere() {
    here.load = CROWDED;
    there.load = IDLE;
    denoisers =
        new GrpcDenoisers(
            List.of(here.address(), there.address()), Duration.ofSeconds(10), Wire.FLOAT32);
  }

  @AfterEach
  void close() {
    stream.close();
    denoisers.close();
    here.close();
    there.close();
  }

  @Test
  void better_crowdedHere_isThereAndGivesTheSame() {
    stream = open();
    float[] before = stream.predict(Toy.ROWS, () -> {}).outputs()[0];

    PredictionStream better = decide(MANY_STEPS).orElseThrow();

    assertThat(better.replica()).isEqualTo(there.address());
    assertThat(better.predict(Toy.ROWS, () -> {}).outputs()[0]).isEqualTo(before);
    assertThat(stream.predict(Toy.ROWS, () -> {}).outputs()[0]).isEqualTo(before);
    better.close();
  }

  @Test
  void better_cameJustNow_stays() {
    stream = open();

    assertThat(stream.better(MANY_STEPS)).isEmpty();
  }

  @Test
  void better_idleHere_stays() {
    here.load = IDLE;
    stream = open();

    assertThat(decideOften()).isFalse();
  }

  @Test
  void better_otherBitsThere_stays() {
    there.numericsId = "others";
    stream = open();

    assertThat(decideOften()).isFalse();
  }

  @Test
  void better_thereRefuses_staysAndGoesOn() {
    stream = open();
    there.stopping = true;

    assertThat(decideOften()).isFalse();
    assertThat(stream.predict(Toy.ROWS, () -> {}).outputs()).hasNumberOfRows(1);
  }

  /** Half of those who would gain move, by lot: some decisions until it is this one's turn. */
  private Optional<PredictionStream> decide(int stepsLeft) {
    for (int i = 0; i < 30; i++) {
      Optional<PredictionStream> better = decideOnce(stepsLeft);
      if (better.isPresent()) {
        return better;
      }
    }
    return Optional.empty();
  }

  private boolean decideOften() {
    for (int i = 0; i < 5; i++) {
      if (decideOnce(MANY_STEPS).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private Optional<PredictionStream> decideOnce(int stepsLeft) {
    Tries.sleep(Placement.STAY);
    return stream.better(stepsLeft);
  }

  private PredictionStream open() {
    Opening opening = Toy.opening();
    while (true) {
      try {
        PredictionStream opened = denoisers.open(opening, Set.of(there.address()));
        if (opened.replica().equals(here.address())) {
          return opened;
        }
        opened.close(); // here was not probed yet
      } catch (OrchestratorException e) {
        Thread.onSpinWait(); // neither was
      }
    }
  }

  private static Load load(int waiting) {
    return Load.newBuilder()
        .setWaitingRows(waiting)
        .setBatchCap(TestDenoiser.CAP)
        .setRunNanos(10_000_000)
        .build();
  }
}
