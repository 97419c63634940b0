package dev.langevin.denoiser;

import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.model.store.ModelStore;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a denoiser tells of itself when it is asked; it counts nothing twice for that. */
final class DenoiserMeters {
  private static final double NANOS = 1e-9;

  private DenoiserMeters() {}

  /** Tells until the parts are closed. */
  static void tell(Parts parts, Admission admission, ModelStore<ServedModel> models) {
    Meters meters = Meters.ofProcess();
    Consumer<Told> each =
        told -> parts.add(meters.tell(told.meter(), to -> to.value(told.value().getAsDouble())));
    Stream.of(
            new Told(Meter.EVALUATIONS_TOTAL, admission::evaluations),
            new Told(Meter.ROWS_TOTAL, admission::rows),
            new Told(Meter.BATCHES_TOTAL, admission::batches),
            new Told(Meter.BUSY_SECONDS_TOTAL, () -> admission.busyNanos() * NANOS),
            new Told(Meter.WAITING_ROWS, admission::waitingRows),
            new Told(Meter.WAITING_SECONDS, () -> waitingSeconds(admission, models)),
            new Told(Meter.RUNNING_ROWS, admission::runningRows),
            new Told(Meter.BATCH_CAP_ROWS, () -> most(models, batcher -> batcher.sizes().cap())),
            new Told(Meter.STREAMS, admission::streams),
            new Told(Meter.CONDITIONING_BYTES, admission::conditioningBytes))
        .forEach(each);
  }

  private record Told(Meter meter, DoubleSupplier value) {}

  /** Of several models the slowest, since it is not known whose rows wait. */
  private static double waitingSeconds(Admission admission, ModelStore<ServedModel> models) {
    double row =
        most(models, batcher -> batcher.runNanos() * NANOS / Math.max(1, batcher.sizes().cap()));
    return admission.waitingRows() * row;
  }

  private static double most(ModelStore<ServedModel> models, ToDoubleFunction<Batcher> value) {
    return models.known().stream()
        .flatMap(known -> known.loaded().stream())
        .mapToDouble(model -> value.applyAsDouble(model.batcher()))
        .max()
        .orElse(0);
  }
}
