package dev.langevin.gateway.system;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.langevin.v1.SystemSample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last samples. */
final class History {
  /** As many as are kept: 5 minutes of one a second. */
  static final int SAMPLES = 300;

  private final Deque<SystemSample> samples = new ArrayDeque<>();

  synchronized void add(SystemSample sample) {
    if (samples.size() == SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(sample);
  }

  /** Those after a moment, the oldest first. */
  synchronized List<SystemSample> after(Timestamp moment) {
    return samples.stream()
        .filter(sample -> Timestamps.compare(sample.getTime(), moment) > 0)
        .toList();
  }
}
