package dev.langevin.runtime.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A counter or gauge by its labels: what was counted, and what is told. */
final class Values extends Family {
  private static final Logger LOG = LoggerFactory.getLogger(Values.class);
  private static final String TOTAL = "_total";

  private final Map<List<String>, Count> counts = new ConcurrentHashMap<>();
  private final List<Consumer<Told>> sources = new CopyOnWriteArrayList<>();

  Values(Meter meter) {
    super(meter);
  }

  Count count(String... labels) {
    List<String> wanted = labels(labels);
    Count known = counts.get(wanted);
    if (known != null) {
      return known;
    }
    return counts.computeIfAbsent(counts.size() < MOST ? wanted : others(), key -> new Count());
  }

  Telling tell(Consumer<Told> source) {
    Consumer<Told> own = source::accept; // the same source twice is two
    sources.add(own);
    return () -> sources.remove(own);
  }

  @Override
  Optional<MetricSnapshot> snapshot() {
    Map<List<String>, Double> values = new HashMap<>();
    counts.forEach((labels, count) -> values.merge(labels, (double) count.value(), Double::sum));
    for (Consumer<Told> source : sources) {
      try {
        source.accept((value, labels) -> take(values, labels(labels), value));
      } catch (RuntimeException e) {
        LOG.warn("{} can't be told: {}", meter.fullName(), e.toString());
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            switch (meter.kind()) {
              case COUNTER -> counter(values);
              case GAUGE -> gauge(values);
              case HISTOGRAM -> throw new IllegalStateException(meter + " is a histogram");
            });
  }

  private void take(Map<List<String>, Double> values, List<String> labels, double value) {
    boolean room = values.size() < MOST || values.containsKey(labels);
    values.merge(room ? labels : others(), value, Double::sum);
  }

  private MetricSnapshot counter(Map<List<String>, Double> values) {
    String name = meter.fullName();
    CounterSnapshot.Builder snapshot =
        CounterSnapshot.builder()
            .name(name.substring(0, name.length() - TOTAL.length()))
            .help(meter.help());
    values.forEach(
        (labels, value) ->
            snapshot.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of(meter.labels(), labels))
                    .value(value)
                    .build()));
    return snapshot.build();
  }

  private MetricSnapshot gauge(Map<List<String>, Double> values) {
    GaugeSnapshot.Builder snapshot =
        GaugeSnapshot.builder().name(meter.fullName()).help(meter.help());
    values.forEach(
        (labels, value) ->
            snapshot.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of(meter.labels(), labels))
                    .value(value)
                    .build()));
    return snapshot.build();
  }
}
