package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.DenoiserException.Reason;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Evaluation;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.internal.v1.Step;
import dev.langevin.runtime.onnx.ElementType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A stream's steps and their evaluations. Belongs to whoever has the stream's lock. */
final class Steps {
  private static final int MAX_IN_FLIGHT = 4;

  private final ServedModel model;
  private final Job job;
  private final List<Conditioning> conditionings;
  private final Function<Step, Evaluation.Listener> listeners;
  private final Map<Long, Evaluation> inFlight = new LinkedHashMap<>();
  private long last = -1;

  /**
   * @param job what the order of service remembers of the stream
   * @param listeners who hears of a step
   */
  Steps(
      ServedModel model,
      Job job,
      List<Conditioning> conditionings,
      Function<Step, Evaluation.Listener> listeners) {
    this.model = model;
    this.job = job;
    this.conditionings = conditionings;
    this.listeners = listeners;
  }

  /** Takes one in, or says why not. */
  void begin(Step step) {
    long sequence = step.getSequence();
    if (sequence < 0 || sequence <= last) {
      String allowed = "more than the last one, " + last;
      throw DenoiserException.invalid("sequence", Long.toUnsignedString(sequence), allowed);
    }
    if (inFlight.size() == MAX_IN_FLIGHT) {
      throw DenoiserException.exhausted(
          Reason.STEPS_IN_FLIGHT_LIMIT, "steps in flight", MAX_IN_FLIGHT);
    }
    List<RowInput> rows = StepReader.rows(step, model, conditionings);
    ElementType answer = StepReader.type(step, model.network().latent());
    Evaluation evaluation =
        new Evaluation(sequence, rows, StepReader.demand(step, job), answer, listeners.apply(step));
    model.batcher().submit(evaluation);
    last = sequence;
    inFlight.put(sequence, evaluation);
  }

  /** Counts one out; false if it was not in flight. */
  boolean answered(long sequence) {
    return inFlight.remove(sequence) != null;
  }

  boolean none() {
    return inFlight.isEmpty();
  }

  /** The numbers of those that have rows waiting, unless the device hangs. */
  List<Long> waiting() {
    if (model.batcher().stalled()) {
      return List.of();
    }
    return inFlight.values().stream()
        .filter(evaluation -> evaluation.waitingRows() > 0)
        .map(Evaluation::sequence)
        .toList();
  }

  /** Drops those of whose rows none has been taken. */
  void dropWaiting() {
    inFlight
        .values()
        .removeIf(
            evaluation -> {
              boolean waits = evaluation.waitingRows() == evaluation.size();
              if (waits) {
                model.batcher().cancel(evaluation);
              }
              return waits;
            });
  }

  /** Drops all of them. */
  void cancel() {
    inFlight.values().forEach(model.batcher()::cancel);
    inFlight.clear();
  }
}
