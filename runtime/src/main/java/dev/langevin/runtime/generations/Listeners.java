package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know of accepted snapshots: of one generation, or of all. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final String ALL = "";

  private final Map<String, List<Consumer<Snapshot>>> listeners = new ConcurrentHashMap<>();

  Subscription add(String id, Consumer<Snapshot> listener) {
    // A wrapper of its own, so that one listener added twice is removed once at a time.
    Consumer<Snapshot> own = listener::accept;
    listeners.compute(
        id,
        (key, present) -> {
          List<Consumer<Snapshot>> list = present == null ? new CopyOnWriteArrayList<>() : present;
          list.add(own);
          return list;
        });
    return () ->
        listeners.computeIfPresent(
            id,
            (key, list) -> {
              list.remove(own);
              return list.isEmpty() ? null : list;
            });
  }

  Subscription addForAll(Consumer<Snapshot> listener) {
    return add(ALL, listener);
  }

  void tell(Snapshot snapshot) {
    tell(ALL, snapshot);
    tell(snapshot.getGeneration().getId(), snapshot);
  }

  private void tell(String key, Snapshot snapshot) {
    for (Consumer<Snapshot> listener : listeners.getOrDefault(key, List.of())) {
      try {
        listener.accept(snapshot);
      } catch (RuntimeException e) {
        LOG.error("A listener of {} failed", snapshot.getGeneration().getId(), e);
      }
    }
  }
}
