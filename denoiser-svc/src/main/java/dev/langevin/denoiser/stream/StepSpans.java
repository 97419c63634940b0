package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.batch.Evaluation.Prediction;
import dev.langevin.denoiser.batch.Evaluation.Times;
import dev.langevin.runtime.trace.Trace;

/** What became of a step, for its job's trace: how long it waited, and how long it was run. */
final class StepSpans {
  private static final String SEQUENCE = "langevin.sequence";

  private StepSpans() {}

  /**
   * @param cap the most rows of a run
   */
  static void record(Trace trace, long sequence, Prediction prediction, int cap) {
    if (!trace.isRecorded()) {
      return;
    }
    Times times = prediction.times();
    trace
        .since("denoiser.wait", times.submitted())
        .set(SEQUENCE, sequence)
        .closeAt(times.started());
    trace
        .since("denoiser.run", times.started())
        .set(SEQUENCE, sequence)
        .set("langevin.rows", prediction.rows().length)
        .set("langevin.batch_rows", prediction.batchRows())
        .set("langevin.batch_cap", cap)
        .closeAt(times.ended());
  }
}
