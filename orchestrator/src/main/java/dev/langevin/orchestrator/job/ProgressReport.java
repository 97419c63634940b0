package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.orchestrator.loop.Observer;
import dev.langevin.sampling.State;
import dev.langevin.v1.Progress;
import java.util.List;

/**
 * Checks the fence before every evaluation and tells progress after it, at most 5 times a second.
 * Previews are told by a thread of their own, each at once and with how far the job is by then, so
 * that what is told never goes back.
 */
final class ProgressReport implements Observer {
  private static final long SHORTEST_INTERVAL_NANOS = 200_000_000;

  private final String id;
  private final Attempt attempt;
  private final Denoising denoising;
  private final ProgressSink sink;
  private final long started = System.nanoTime();
  private final Object telling = new Object();
  private long told = started - SHORTEST_INTERVAL_NANOS;
  private int done;
  private volatile int previewStep;

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
    synchronized (telling) {
      done = Math.max(done, states.getFirst().evaluation());
      if (attempt.number().isPresent() && (last || now - told >= SHORTEST_INTERVAL_NANOS)) {
        told = now;
        tell(progress(done));
      }
    }
  }

  /**
   * Tells a preview; not if the claim does not hold.
   *
   * @param evaluation that it shows
   * @param preview the fields that belong to it
   */
  void preview(int evaluation, Progress preview) {
    if (!attempt.claimHeld()) {
      return;
    }
    synchronized (telling) {
      done = Math.max(done, evaluation + 1);
      tell(progress(done).toBuilder().mergeFrom(preview).build());
    }
    sink.flush();
    previewStep = preview.getPreviewStep();
  }

  /** How far a job is that has come to these states, its last. */
  Progress end(List<State> states) {
    return progress(states.getFirst().evaluation()).toBuilder().setPreviewStep(previewStep).build();
  }

  private void tell(Progress progress) {
    sink.tell(
        ProgressEvent.newBuilder()
            .setGenerationId(id)
            .setAttempt(attempt.number().getAsInt())
            .setProgress(progress)
            .build());
  }

  private Progress progress(int done) {
    return Progress.newBuilder()
        .setEvaluation(done)
        .setEvaluations(denoising.sampler().plan().evaluations().size())
        .setStep(denoising.steps(done))
        .setSteps(denoising.sampler().plan().steps())
        .build();
  }
}
