package dev.langevin.runtime.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends spans to a file, as the OpenTelemetry Protocol's file exporters do: each line is a {@code
 * TracesData} message in the protocol's JSON form, in which ids are hexadecimal and 64-bit numbers
 * are texts. Several processes may write to one file.
 */
final class SpanFile implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(SpanFile.class);

  /** About what a span takes. */
  private static final int SPAN_BYTES = 512;

  private final Path file;
  private final FileChannel channel;
  private boolean torn; // the last line may be half of one

  private SpanFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SpanFile open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new SpanFile(
        file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (spans.isEmpty()) {
      return CompletableResultCode.ofSuccess();
    }
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream(spans.size() * SPAN_BYTES);
      if (torn) {
        line.write('\n');
      }
      SpanJson.write(spans, line);
      line.write('\n');
      ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      torn = false;
      return CompletableResultCode.ofSuccess();
    } catch (IOException e) {
      torn = true;
      LOG.warn("{}: {} spans are lost: {}", file, spans.size(), e.getMessage());
      return CompletableResultCode.ofFailure();
    }
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    try {
      channel.close();
      return CompletableResultCode.ofSuccess();
    } catch (IOException e) {
      LOG.warn("{}: {}", file, e.getMessage());
      return CompletableResultCode.ofFailure();
    }
  }
}
