package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.v1.Progress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Progress of one attempt that a watcher has still to be told, in order. Of progress without a
 * preview only the latest is kept; of previews as many as have room, the newest in any case. Not
 * thread-safe.
 */
final class News {
  /** Bytes of previews that wait for who watches one job. */
  static final int PREVIEW_BYTES = 1 << 20;

  private final int previewBytes;
  private final Deque<ProgressEvent> waiting = new ArrayDeque<>();
  private int attempt;
  private int bytes;
  private int previews;
  private int newestPreview;

  /**
   * @param previewBytes of previews that wait, unless a single one has more
   */
  News(int previewBytes) {
    this.previewBytes = previewBytes;
  }

  /** Takes what comes next; what was of another attempt is dropped. */
  void add(ProgressEvent event) {
    keep(event.getAttempt());
    if (!waiting.isEmpty() && size(waiting.getLast()) == 0) {
      waiting.removeLast();
    }
    waiting.add(event);
    if (size(event) > 0) {
      bytes += size(event);
      previews++;
      newestPreview = event.getProgress().getPreviewStep();
      while (bytes > previewBytes && previews > 1) {
        poll();
      }
    }
  }

  /** Drops what is not of this attempt. */
  void keep(int only) {
    if (attempt != only) {
      waiting.clear();
      attempt = only;
      bytes = 0;
      previews = 0;
      newestPreview = 0;
    }
  }

  /** What comes next of an attempt; null if nothing waits. */
  ProgressEvent poll() {
    ProgressEvent next = waiting.poll();
    if (next != null && size(next) > 0) {
      bytes -= size(next);
      previews--;
    }
    return next;
  }

  /** Whether something of this attempt waits. */
  boolean any(int of) {
    return attempt == of && !waiting.isEmpty();
  }

  /** Whether a preview waits. */
  boolean anyPreview() {
    return previews > 0;
  }

  /** The step of the newest preview that was taken; 0 if there was none. */
  int newestPreview() {
    return newestPreview;
  }

  private static int size(ProgressEvent event) {
    Progress progress = event.getProgress();
    return progress.getPreview().size() + progress.getNoisyPreview().size();
  }
}
