package dev.langevin.orchestrator.job;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.flight.Reached;
import dev.langevin.orchestrator.flight.Seat;
import dev.langevin.orchestrator.flight.Turn;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.orchestrator.loop.Effort;
import dev.langevin.orchestrator.loop.Step;
import dev.langevin.orchestrator.loop.Stepping;
import dev.langevin.orchestrator.loop.Waiting;
import dev.langevin.orchestrator.preview.Previews;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.sampling.State;
import java.time.Duration;
import java.util.List;

/**
 * A job's steps in a flight: made by its own network when it leads, else taken from whoever does.
 *
 * @param previews of the job, which it waits for where they fall behind
 * @param check throws when the job has to stop
 */
record SharedSteps(
    Denoising denoising, JobNetwork network, Seat seat, Previews previews, Runnable check)
    implements Stepping {
  /** How soon one that follows notices that it has to stop. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Somebody who was more urgent has brought the evaluation that this job waits for. */
  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("overtaken", null, false, false);
    }
  }

  @Override
  public List<State> next(List<State> states) {
    if (previews.behind()) {
      seat.giveWay();
      previews.catchUp(check);
    }
    long since = System.nanoTime();
    int evaluation = states.getFirst().evaluation();
    Turn turn = seat.turn(evaluation);
    boolean followed = false;
    while (true) {
      switch (turn) {
        case Turn.Take(Reached newest) -> {
          if (followed) {
            Trace.current().since("orchestrator.follow", since).close();
          }
          return goOnFrom(newest);
        }
        case Turn.Lead lead -> {
          try {
            return goOnFrom(lead(states, new Waiting(since, () -> checkTurn(evaluation))));
          } catch (Overtaken e) {
            network.close();
            turn = seat.turn(evaluation);
          }
        }
        case Turn.Follow follow -> {
          network.close(); // a stream that is not used is another's
          followed = true;
          turn = await(evaluation);
          if (!(turn instanceof Turn.Take)) {
            check.run(); // what is there is taken even by one that has to stop, and kept
          }
        }
      }
    }
  }

  private Reached lead(List<State> states, Waiting waiting) {
    Effort before = network.effort();
    Step step = denoising.step(states, network, waiting);
    return seat.advance(
        new Reached(step.states(), network.lineage()),
        step.sight(),
        network.effort().since(before));
  }

  private List<State> goOnFrom(Reached reached) {
    network.goOnFrom(reached.lineage());
    return reached.states();
  }

  private void checkTurn(int evaluation) {
    if (seat.turn(evaluation) instanceof Turn.Take) {
      throw new Overtaken();
    }
  }

  private Turn await(int evaluation) {
    try {
      return seat.await(evaluation, TICK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrchestratorException.stopped(DRAINED);
    }
  }
}
