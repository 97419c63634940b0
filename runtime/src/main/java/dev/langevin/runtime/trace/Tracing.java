package dev.langevin.runtime.trace;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.lifecycle.Build;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Sends this process's spans to exporters, from a thread of its own for each. As long as there is
 * none, which is the usual case, a span costs the reading of one field.
 */
public final class Tracing implements AutoCloseable {
  /** The most spans that wait for an exporter; further ones are lost. */
  private static final int WAITING_LIMIT = 1 << 16;

  /** Each export costs a wake-up, a compressor and a request, whatever is in it. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  private static final int TOGETHER = 2048;
  private static final Duration LAST_EXPORT = Duration.ofSeconds(2);
  private static final String SCOPE = "dev.langevin";

  private static volatile Tracer tracer;

  private final Optional<SdkTracerProvider> provider;

  private final Map<String, LongAdder> lost;

  private Tracing(Optional<SdkTracerProvider> provider, Map<String, LongAdder> lost) {
    this.provider = provider;
    this.lost = Map.copyOf(lost);
  }

  /**
   * Sends the spans to an exporter from now on; there is one at a time.
   *
   * @param service what this process is called in them
   */
  public static Tracing start(String service, SpanExporter exporter) {
    return start(service, Map.of("exporter", exporter), 1);
  }

  /**
   * The same for several exporters by their names, none of which waits for another, and a share of
   * the traces that begin here. One that began elsewhere is recorded if it is there: whoever has
   * the first span of a job decides for all.
   *
   * @param share 0 to 1
   */
  private static Tracing start(String service, Map<String, SpanExporter> exporters, double share) {
    Attributes about =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            service,
            AttributeKey.stringKey("service.version"),
            Build.version());
    SdkTracerProviderBuilder building =
        SdkTracerProvider.builder()
            .setResource(Resource.create(about))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)));
    Map<String, LongAdder> lost = new HashMap<>();
    exporters.forEach(
        (name, exporter) ->
            // A thread for each: a collector that hangs costs the file nothing.
            building.addSpanProcessor(
                BatchSpanProcessor.builder(
                        new Counted(exporter, lost.computeIfAbsent(name, key -> new LongAdder())))
                    .setMaxQueueSize(WAITING_LIMIT)
                    .setScheduleDelay(DELAY)
                    .setMaxExportBatchSize(TOGETHER)
                    .build()));
    SdkTracerProvider provider = building.build();
    tracer = provider.get(SCOPE);
    return new Tracing(Optional.of(provider), lost);
  }

  /**
   * Writes the spans to the file that TRACES names, one line of OTLP's JSON for some of them, and
   * sends them to the collector at TRACES_ENDPOINT; does nothing where neither is set.
   *
   * @return to be closed last
   * @throws ConfigurationException if a setting can't be used, or the file can't be written
   */
  public static Tracing start(String service, Environment environment) {
    double share = environment.share("TRACES_SAMPLE", 1);
    Map<String, SpanExporter> exporters = new HashMap<>();
    CollectorSettings.of(environment)
        .map(Collector::new)
        .ifPresent(it -> exporters.put("collector", it));
    Path file = environment.path("TRACES", null);
    if (file != null) {
      try {
        exporters.put("file", SpanFile.open(file));
      } catch (IOException e) {
        throw new ConfigurationException("LANGEVIN_TRACES: %s can't be written".formatted(file), e);
      }
    }
    if (exporters.isEmpty() && environment.text("TRACES_SAMPLE", null) != null) {
      throw new ConfigurationException(
          "LANGEVIN_TRACES_SAMPLE: %s has no use without LANGEVIN_TRACES or LANGEVIN_TRACES_ENDPOINT"
              .formatted(share));
    }
    return exporters.isEmpty()
        ? new Tracing(Optional.empty(), Map.of())
        : start(service, exporters, share);
  }

  /** How many spans each exporter was given and did not take, by its name: collector or file. */
  public Map<String, Long> lost() {
    return lost.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
  }

  /** What makes spans; null where nobody wants any. */
  static Tracer tracer() {
    return tracer;
  }

  /** Sends what waits, for a while, and no more. */
  @Override
  public void close() {
    tracer = null;
    provider.ifPresent(it -> it.shutdown().join(LAST_EXPORT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
