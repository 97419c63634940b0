package dev.langevin.runtime.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector that spans are sent to, by the OpenTelemetry protocol over HTTP in JSON, which every
 * collector takes. What it does not take within a few tries is lost: jobs never wait for it.
 */
final class Collector implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int TRIES = 4;

  /** Those of the answers after which the protocol says to try again. */
  private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);

  /** About what a span takes when it is packed. */
  private static final int PACKED_BYTES = 64;

  private static final int BUFFER = 1 << 13;

  private final CollectorSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(task -> Thread.ofVirtual().name("traces").start(task))
          .build();
  private boolean complained;

  Collector(CollectorSettings settings) {
    this.settings = settings;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (spans.isEmpty()) {
      return CompletableResultCode.ofSuccess();
    }
    try {
      String problem = send(request(spans));
      tell(problem, spans.size());
      return problem.isEmpty()
          ? CompletableResultCode.ofSuccess()
          : CompletableResultCode.ofFailure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableResultCode.ofFailure();
    }
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    client.shutdownNow();
    return CompletableResultCode.ofSuccess();
  }

  /** Why it was not taken; empty if it was. */
  private String send(HttpRequest request) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    String problem = "";
    for (int i = 0; i < TRIES; i++) {
      if (i > 0) {
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
      }
      try {
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 == 2) {
          return "";
        }
        problem = "status " + status;
        if (!AGAIN.contains(status)) {
          return problem;
        }
      } catch (IOException e) {
        problem = e.toString();
      }
    }
    return problem;
  }

  /** Once when it begins to fail, and once when it works again. */
  private void tell(String problem, int spans) {
    if (!problem.isEmpty() && !complained) {
      LOG.warn("{}: {} spans are lost: {}", settings.url(), spans, problem);
    } else if (problem.isEmpty() && complained) {
      LOG.info("{}: it takes spans again", settings.url());
    }
    complained = !problem.isEmpty();
  }

  private HttpRequest request(Collection<SpanData> spans) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(packed(spans)));
    settings.headers().forEach(request::setHeader);
    return request.build();
  }

  private static byte[] packed(Collection<SpanData> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(spans.size() * PACKED_BYTES);
    try (GZIPOutputStream packing = new GZIPOutputStream(bytes, BUFFER)) {
      SpanJson.write(spans, packing);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
