package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.orchestrator.loop.Observer;
import dev.langevin.sampling.State;
import dev.langevin.v1.Progress;
import java.util.List;

/**
 * Checks the fence before every evaluation and tells progress after it, at most 5 times a second.
 */
final class ProgressReport implements Observer {
  private static final long SHORTEST_INTERVAL_NANOS = 200_000_000;

  private final String id;
  private final Attempt attempt;
  private final Denoising denoising;
  private final ProgressSink sink;
  private final long started = System.nanoTime();
  private long told = started - SHORTEST_INTERVAL_NANOS;

  ProgressReport(String id, Attempt attempt, Denoising denoising, ProgressSink sink) {
    this.id = id;
    this.attempt = attempt;
    this.denoising = denoising;
    this.sink = sink;
  }

  @Override
  public void before(List<State> states) {
    attempt.check();
  }

  @Override
  public void after(List<State> states) {
    long now = System.nanoTime();
    boolean last = denoising.over(states);
    if (attempt.number().isEmpty() || (!last && now - told < SHORTEST_INTERVAL_NANOS)) {
      return;
    }
    told = now;
    sink.tell(
        ProgressEvent.newBuilder()
            .setGenerationId(id)
            .setAttempt(attempt.number().getAsInt())
            .setProgress(progress(states))
            .build());
  }

  /** How far these states are. */
  Progress progress(List<State> states) {
    int done = states.getFirst().evaluation();
    return Progress.newBuilder()
        .setEvaluation(done)
        .setEvaluations(denoising.sampler().plan().evaluations().size())
        .setStep(denoising.steps(done))
        .setSteps(denoising.sampler().plan().steps())
        .build();
  }
}
