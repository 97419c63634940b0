package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.orchestrator.flight.Seat;
import dev.langevin.orchestrator.loop.Denoising;
import dev.langevin.orchestrator.loop.Observer;
import dev.langevin.sampling.State;
import dev.langevin.v1.Progress;
import java.util.List;
import java.util.function.LongSupplier;

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
  private final LongSupplier decoding;
  private final Outlook outlook;
  private final long started = System.nanoTime();
  private final Object telling = new Object();
  private long told = started - SHORTEST_INTERVAL_NANOS;
  private int done;
  private double batchRows;
  private volatile int previewStep;
  private Seat seat;

  /**
   * Nothing is told yet.
   *
   * @param decoding how many nanoseconds decoding may take; 0 if that is not known
   */
  ProgressReport(
      String id, Attempt attempt, Denoising denoising, ProgressSink sink, LongSupplier decoding) {
    this.id = id;
    this.attempt = attempt;
    this.denoising = denoising;
    this.sink = sink;
    this.decoding = decoding;
    this.outlook = new Outlook(denoising.sampler().plan().evaluations().size());
  }

  /** The job's seat, before its first evaluation. */
  void aboard(Seat taken) {
    seat = taken;
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
      outlook.reached(done, now);
      batchRows = seat.share().batchRows();
      if (attempt.number().isPresent() && (last || now - told >= SHORTEST_INTERVAL_NANOS)) {
        told = now;
        tell(running(done).build());
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
      tell(running(done).mergeFrom(preview).build());
    }
    sink.flush();
    previewStep = preview.getPreviewStep();
  }

  /** How far a job is that has come to these states, its last. */
  Progress end(List<State> states) {
    synchronized (telling) {
      return progress(states.getFirst().evaluation()).setPreviewStep(previewStep).build();
    }
  }

  private void tell(Progress progress) {
    sink.tell(
        ProgressEvent.newBuilder()
            .setGenerationId(id)
            .setAttempt(attempt.number().getAsInt())
            .setProgress(progress)
            .build());
  }

  private Progress.Builder running(int done) {
    Progress.Builder progress = progress(done);
    outlook
        .left(System.nanoTime(), decoding.getAsLong())
        .ifPresent(nanos -> progress.setTimeLeft(Stages.duration(nanos)));
    return progress;
  }

  private Progress.Builder progress(int done) {
    return Progress.newBuilder()
        .setEvaluation(done)
        .setEvaluations(denoising.sampler().plan().evaluations().size())
        .setStep(denoising.steps(done))
        .setSteps(denoising.sampler().plan().steps())
        .setBatchRows(batchRows);
  }
}
