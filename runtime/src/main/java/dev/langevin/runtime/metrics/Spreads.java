package dev.langevin.runtime.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A histogram by its labels. */
final class Spreads extends Family {
  private final Histogram histogram;
  private final Map<List<String>, Spread> spreads = new ConcurrentHashMap<>();

  Spreads(Meter meter) {
    super(meter);
    histogram =
        Histogram.builder()
            .name(meter.fullName())
            .help(meter.help())
            .labelNames(meter.labels().toArray(String[]::new))
            .classicOnly()
            .classicUpperBounds(meter.buckets())
            .build();
  }

  Spread spread(String... labels) {
    List<String> wanted = labels(labels);
    Spread known = spreads.get(wanted);
    if (known != null) {
      return known;
    }
    List<String> counted = spreads.size() < MOST ? wanted : others();
    return spreads.computeIfAbsent(
        counted, key -> new Spread(histogram.labelValues(key.toArray(String[]::new))));
  }

  @Override
  Optional<MetricSnapshot> snapshot() {
    return spreads.isEmpty() ? Optional.empty() : Optional.of(histogram.collect());
  }
}
