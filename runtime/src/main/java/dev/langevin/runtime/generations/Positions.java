package dev.langevin.runtime.generations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How far the view has read each partition, and who waits for it to get somewhere. */
final class Positions {
  private record Waiter(Map<Integer, Long> ends, CompletableFuture<Void> done) {}

  private final Map<Integer, Long> positions = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();

  /** Completes, on the reader's thread, once every partition is read up to its end. */
  synchronized CompletableFuture<Void> reached(Map<Integer, Long> ends) {
    if (covers(ends)) {
      return CompletableFuture.completedFuture(null);
    }
    // Those who stopped waiting don't stay here for as long as the reader stands still.
    waiters.removeIf(waiter -> waiter.done().isDone());
    CompletableFuture<Void> done = new CompletableFuture<>();
    waiters.add(new Waiter(ends, done));
    return done;
  }

  void advance(Map<Integer, Long> read) {
    List<Waiter> served;
    synchronized (this) {
      positions.putAll(read);
      served = waiters.stream().filter(waiter -> covers(waiter.ends())).toList();
      waiters.removeAll(served);
    }
    served.forEach(waiter -> waiter.done().complete(null));
  }

  /** Forgets everything: the view is read again from the beginning. */
  synchronized void reset() {
    positions.clear();
  }

  synchronized Map<Integer, Long> copy() {
    return Map.copyOf(positions);
  }

  private boolean covers(Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
