package dev.langevin.orchestrator.job;

import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long pictures took of late from their last evaluation until they were stored, so that others
 * like them can be told how long they still take. Thread-safe.
 */
public final class DecodeTimes {
  /** Kinds of pictures that are remembered: those that were made last. */
  private static final int KINDS = 1000;

  private record Kind(String model, Size size, int images) {
    static Kind of(GenerationRequest request) {
      return new Kind(request.getModel(), request.getSize(), request.getCount());
    }
  }

  private final Map<Kind, Long> lately = new LinkedHashMap<>();

  /** One of them took so many nanoseconds. */
  synchronized void took(GenerationRequest request, long nanos) {
    Kind kind = Kind.of(request);
    Long before = lately.remove(kind);
    lately.put(kind, before == null ? nanos : (before + nanos) / 2);
    if (lately.size() > KINDS) {
      lately.remove(lately.keySet().iterator().next());
    }
  }

  /** What to expect, in nanoseconds; 0 where nothing is known. */
  synchronized long expected(GenerationRequest request) {
    return lately.getOrDefault(Kind.of(request), 0L);
  }
}
