package dev.langevin.runtime.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** All values of one number. */
abstract sealed class Family permits Values, Spreads {
  /** The most combinations of labels; further ones are counted together, under {@link #OTHER}. */
  static final int MOST = 500;

  /** What all labels say of those beyond. */
  static final String OTHER = "other";

  final Meter meter;

  Family(Meter meter) {
    this.meter = meter;
  }

  /** Its values at present; empty if it has none. */
  abstract Optional<MetricSnapshot> snapshot();

  /** The labels, in the order of their names. */
  final List<String> labels(String... values) {
    if (values.length != meter.labels().size()) {
      throw new IllegalArgumentException(
          "%s has the labels %s, not %d".formatted(meter, meter.labels(), values.length));
    }
    return List.of(values);
  }

  /** Those under which what is beyond the most is counted. */
  final List<String> others() {
    return Collections.nCopies(meter.labels().size(), OTHER);
  }
}
