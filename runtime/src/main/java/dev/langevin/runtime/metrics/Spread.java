package dev.langevin.runtime.metrics;

import dev.langevin.runtime.trace.Trace;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Optional;

/** A histogram that values are put into. */
public final class Spread {
  private static final double NANOS = 1e-9;

  private final DistributionDataPoint point;

  Spread(DistributionDataPoint point) {
    this.point = point;
  }

  /** One value, in the unit that the name says. */
  public void saw(double value) {
    point.observe(value);
  }

  /** One time. */
  public void sawNanos(long nanos) {
    point.observe(nanos * NANOS);
  }

  /** One time, of a job whose trace stands for others like it where it is recorded. */
  public void sawNanos(long nanos, Trace trace) {
    Optional<String> id = trace.recorded();
    if (id.isPresent()) {
      point.observeWithExemplar(nanos * NANOS, Labels.of("trace_id", id.get()));
    } else {
      point.observe(nanos * NANOS);
    }
  }
}
