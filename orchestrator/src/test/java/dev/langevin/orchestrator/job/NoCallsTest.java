package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation.State;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Work records of jobs that need nothing any more: nobody is asked for anything. */
class NoCallsTest {
  private final World world = new World();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  static Stream<Arguments> nothingToDo() {
    return Stream.of(
        row("cancelled", State.STATE_CANCELLED, NoCallsTest::cancel),
        row("expired", State.STATE_FAILED, world -> world.now = world.now.plusSeconds(3600)),
        row(
            "cancelled and expired",
            State.STATE_CANCELLED,
            world -> {
              cancel(world);
              world.now = world.now.plusSeconds(7200);
            }),
        row(
            "expired at a gateway",
            State.STATE_FAILED,
            world ->
                world.generations.move(
                    "g1", s -> Snapshots.failed(s, "DEADLINE_EXCEEDED", "late", world.now))));
  }

  private static Arguments row(String name, State end, Consumer<World> before) {
    return Arguments.of(name, end, before);
  }

  private static void cancel(World world) {
    world.generations.move("g1", s -> Snapshots.cancelled(s, world.now));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nothingToDo")
  void run_waitingJobThatIsOver_asksNobody(String name, State end, Consumer<World> before) {
    Work work = world.queued(world.work("g1", World.request()));
    before.accept(world);

    assertThat(new Job(work, noting(world.surroundings())).run()).isEqualTo(Outcome.DONE);

    assertThat(calls).isEmpty();
    assertThat(world.generation(work).getState()).isEqualTo(end);
    assertThat(world.progress).isEmpty();
    assertThat(world.folded(work).getAttempt()).isZero();
  }

  @Test
  void run_jobThatIsNot_asksThemAll() {
    world.denoisers.available = (opening, avoid) -> true;
    Work work = world.queued(world.work("g1", World.request()));

    assertThat(new Job(work, noting(world.surroundings())).run()).isEqualTo(Outcome.DONE);

    assertThat(Set.copyOf(calls))
        .containsExactlyInAnyOrder("models", "encoder", "denoisers", "decoder");
  }

  /** The same, noting who is asked. */
  private Surroundings noting(Surroundings s) {
    return new Surroundings(
        s.generations(),
        name -> note("models", s.models()).named(name),
        (request, avoid) -> note("encoder", s.encoder()).encode(request, avoid),
        new Denoisers() {
          @Override
          public PredictionStream open(Opening opening, Set<String> avoid) {
            return note("denoisers", s.denoisers()).open(opening, avoid);
          }

          @Override
          public void blame(Set<String> doubted, String well) {
            note("denoisers", s.denoisers()).blame(doubted, well);
          }
        },
        new Decoder() {
          @Override
          public DecodeResponse decode(DecodeRequest request, Set<String> avoid) {
            return note("decoder", s.decoder()).decode(request, avoid);
          }

          @Override
          public PreviewResponse preview(PreviewRequest request) {
            return note("decoder", s.decoder()).preview(request);
          }

          @Override
          public StoreFilmStripResponse filmStrip(StoreFilmStripRequest request) {
            return note("decoder", s.decoder()).filmStrip(request);
          }

          @Override
          public void sweep(String generationId, List<String> keep) {
            note("decoder", s.decoder()).sweep(generationId, keep);
          }
        },
        s.progress(),
        s.checkpoints(),
        s.interval(),
        s.clock(),
        s.patience());
  }

  private <T> T note(String who, T service) {
    calls.add(who);
    return service;
  }
}
