package dev.langevin.runtime.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes numbers in one of two formats: OpenMetrics, which alone has exemplars, and the older. */
final class Expositions {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final ExpositionFormatWriter OPEN = OpenMetricsTextFormatWriter.create();
  private static final ExpositionFormatWriter PLAIN = PrometheusTextFormatWriter.create();

  private Expositions() {}

  static Exposition of(Collection<Family> families, boolean jvm, String accept) {
    List<MetricSnapshot> all = new ArrayList<>();
    families.forEach(family -> family.snapshot().ifPresent(all::add));
    if (jvm) {
      all.addAll(JvmMeters.snapshots());
    }
    ExpositionFormatWriter writer = accept != null && accept.contains(OPEN_METRICS) ? OPEN : PLAIN;
    ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 15);
    try {
      writer.write(body, new MetricSnapshots(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return new Exposition(writer.getContentType(), body.toByteArray());
  }
}
