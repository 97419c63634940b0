package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.v1.Progress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest preview of each job that runs, for those who begin to watch in mid-course; of the jobs
 * that reported last, as many as have room.
 */
final class LatestPreviews {
  /** Bytes of all that are remembered, unless a single one has more. */
  static final int BYTES = 16 << 20;

  private final Map<String, ProgressEvent> latest = new LinkedHashMap<>();
  private long bytes;

  /** Remembers an event if it has a preview. */
  synchronized void add(ProgressEvent event) {
    if (event.getProgress().getPreviewStep() == 0) {
      return;
    }
    forget(event.getGenerationId());
    latest.put(event.getGenerationId(), event);
    bytes += event.getSerializedSize();
    Iterator<ProgressEvent> eldest = latest.values().iterator();
    while (bytes > BYTES && latest.size() > 1) {
      bytes -= eldest.next().getSerializedSize();
      eldest.remove();
    }
  }

  synchronized Optional<ProgressEvent> of(String id) {
    return Optional.ofNullable(latest.get(id));
  }

  synchronized void forget(String id) {
    ProgressEvent event = latest.remove(id);
    bytes -= event == null ? 0 : event.getSerializedSize();
  }

  /** The same progress for those who are not shown pictures. */
  static ProgressEvent without(ProgressEvent event) {
    Progress progress = event.getProgress();
    if (progress.getPreviewStep() == 0) {
      return event;
    }
    ProgressEvent.Builder plain = event.toBuilder();
    plain
        .getProgressBuilder()
        .clearPreview()
        .clearNoisyPreview()
        .clearPreviewStep()
        .clearPreviewAlpha()
        .clearPreviewSigma();
    return plain.build();
  }
}
