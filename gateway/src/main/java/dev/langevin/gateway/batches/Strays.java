package dev.langevin.gateway.batches;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Since when blobs have been of no batch. What counts is how long this process has seen them so, at
 * every look: neither the store's clock nor anybody else's says anything, and a process that has
 * just started knows of nothing that is old. Used by one thread.
 */
final class Strays {
  private final Duration kept;
  private final Map<String, Long> since = new HashMap<>();

  /**
   * @param kept for how long a blob may be of no batch; many times what a batch's creation takes
   */
  Strays(Duration kept) {
    this.kept = kept;
  }

  /**
   * Takes a look.
   *
   * @param stored all blobs there are
   * @param named those of batches, known later than {@code stored}
   * @param nanos now, by {@link System#nanoTime}
   * @return those that have been of no batch for too long
   */
  List<String> look(Set<String> stored, Set<String> named, long nanos) {
    since.keySet().removeIf(name -> !stored.contains(name) || named.contains(name));
    for (String name : stored) {
      if (!named.contains(name)) {
        since.putIfAbsent(name, nanos);
      }
    }
    return since.entrySet().stream()
        .filter(one -> nanos - one.getValue() >= kept.toNanos())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
