package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.checkpoint.Checkpoints;
import dev.langevin.runtime.blob.LocalBlobStore;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job goes on where an earlier attempt stopped, and gives the same latents to the bit. */
class JobResumeTest {
  private final World world = new World();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ddim",
        "ddpm",
        "pndm",
        "lms",
        "heun",
        "dpm2_ancestral",
        "dpmpp_3m_sde",
        "unipc",
        "sa_solver",
        "tcd"
      })
  void run_afterADrain_goesOnWithTheSameBits(String sampler) {
    GenerationRequest request = World.request().toBuilder().setSampler(sampler).setCount(2).build();
    Work calm = world.queued(world.work("calm", request));
    world.run(calm);
    int evaluations = world.denoisers.asked.size();

    Work drained = world.queued(world.work("drained", request));
    stopAfter(drained, 4, Stop.DRAINED);
    assertThat(world.blobs.blobs).hasSize(1);
    world.denoisers.asked.clear();
    assertThat(world.run(drained)).isEqualTo(Outcome.DONE);

    assertThat(world.denoisers.asked).hasSize(evaluations - 4);
    assertThat(world.latents(drained)).usingRecursiveComparison().isEqualTo(world.latents(calm));
    assertThat(world.folded(drained).getAttempt()).isEqualTo(2);
    assertThat(world.blobs.blobs).isEmpty();
  }

  @Test
  void run_checkpointsOfAKilledAttempt_areGoneOnFrom() {
    Work calm = world.queued(world.work("calm", World.request()));
    world.run(calm);
    Work killed = world.queued(world.work("killed", World.request()));
    Map<String, byte[]> left = leftAfter(killed, 6);
    world.generations.move("killed", s -> Snapshots.claim(killed, s, "dead", world.now));
    world.blobs.blobs.putAll(left);
    world.denoisers.asked.clear();

    assertThat(world.run(killed)).isEqualTo(Outcome.DONE);

    assertThat(world.denoisers.asked).hasSize(4);
    assertThat(world.folded(killed).getFailedAttempts()).isEqualTo(1);
    assertThat(world.latents(killed).getFirst()).isEqualTo(world.latents(calm).getFirst());
  }

  @Test
  void run_decoderFailsAfterTheLastEvaluation_nothingIsEvaluatedAgain() {
    Work work = world.queued(world.work("g1", World.request()));
    world.decoder.before =
        request -> {
          throw OrchestratorException.environment("no decoder", null);
        };
    assertThat(world.run(work)).isEqualTo(Outcome.FAULTED);
    world.decoder.before = request -> {};
    world.denoisers.asked.clear();

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.denoisers.asked).isEmpty();
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(world.generation(work).getModelDigest()).isEqualTo("digest");
    assertThat(world.generation(work).getNumericsId()).isEqualTo("numerics");
    assertThat(world.generation(work).getProgress().getEvaluation()).isEqualTo(10);
  }

  @Test
  void run_corruptCheckpoint_beginsAnew() {
    beginsAnew(
        name -> {
          byte[] bytes = world.blobs.blobs.get(name);
          bytes[bytes.length / 2] ^= 1;
        });
  }

  @Test
  void run_missingCheckpoint_beginsAnew() {
    beginsAnew(world.blobs.blobs::remove);
  }

  @Test
  void run_checkpointOfAnotherRequest_beginsAnew() {
    Work foreign =
        world.queued(world.work("foreign", World.request().toBuilder().setSeed(8).build()));
    stopAfter(foreign, 5, Stop.DRAINED);
    byte[] bytes = world.blobs.blobs.remove("fo/foreign/000001-000005");

    beginsAnew(name -> world.blobs.blobs.put(name, bytes));
  }

  @Test
  void run_denoisersWithOtherBits_beginsAnew() {
    beginsAnew(name -> world.denoisers.numericsId = "others");
  }

  @Test
  void run_denoisersWithOtherFiles_beginsAnew() {
    beginsAnew(name -> world.denoisers.modelDigest = "others");
  }

  @Test
  void run_storeThatRefuses_costsNothing() {
    world.checkpoints = new Checkpoints(LocalBlobStore.quick("checkpoint", Path.of("/dev/null")));
    world.interval = Duration.ZERO;
    Work work = world.queued(world.work("g1", World.request()));

    stopAfter(work, 5, Stop.DRAINED);
    world.denoisers.asked.clear();
    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.denoisers.asked).hasSize(10);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void run_resumed_asksForTheBitsItBeganWith() {
    Work work = world.queued(world.work("g1", World.request()));
    stopAfter(work, 4, Stop.DRAINED);
    assertThat(world.denoisers.openings.getLast().numericsId()).isEmpty();

    world.run(work);

    assertThat(world.denoisers.openings.getLast().numericsId()).isEqualTo("numerics");
  }

  private void beginsAnew(Consumer<String> harm) {
    Work calm = world.queued(world.work("calm", World.request()));
    world.run(calm);
    Work work = world.queued(world.work("harmed", World.request()));
    stopAfter(work, 5, Stop.DRAINED);
    harm.accept("ha/harmed/000001-000005");
    world.denoisers.asked.clear();

    assertThat(world.run(work)).isEqualTo(Outcome.DONE);

    assertThat(world.denoisers.asked).hasSize(10);
    assertThat(world.generation(work).getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(world.folded(work).getFailedAttempts()).isZero();
    assertThat(world.latents(work).getFirst()).isEqualTo(world.latents(calm).getFirst());
  }

  private Map<String, byte[]> leftAfter(Work work, int evaluations) {
    stopAfter(work, evaluations, Stop.DRAINED);
    return new TreeMap<>(world.blobs.blobs);
  }

  private void stopAfter(Work work, int evaluations, Stop why) {
    Job job = world.job(work);
    int before = world.denoisers.asked.size();
    world.denoisers.script =
        (number, replica, rows) -> {
          if (number - before == evaluations - 1) {
            job.stop(why);
          }
          return FakeDenoisers.predict(rows);
        };
    assertThat(job.run()).isEqualTo(Outcome.RELEASED);
    world.denoisers.script = (number, replica, rows) -> FakeDenoisers.predict(rows);
    assertThat(List.of(State.STATE_QUEUED)).contains(world.generation(work).getState());
  }
}
