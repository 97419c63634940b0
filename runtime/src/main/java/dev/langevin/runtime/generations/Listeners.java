package dev.langevin.runtime.generations;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know of accepted records: of one key, or of all.
 *
 * @param <S> what the records say
 */
final class Listeners<S> {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final String ALL = "";

  private final Map<String, List<Consumer<S>>> listeners = new ConcurrentHashMap<>();

  Subscription add(String id, Consumer<S> listener) {
    // A wrapper of its own, so that one listener added twice is removed once at a time.
    Consumer<S> own = listener::accept;
    listeners.compute(
        id,
        (key, present) -> {
          List<Consumer<S>> list = present == null ? new CopyOnWriteArrayList<>() : present;
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

  Subscription addForAll(Consumer<S> listener) {
    return add(ALL, listener);
  }

  void tell(String key, S state) {
    tell(listeners.getOrDefault(ALL, List.of()), key, state);
    tell(listeners.getOrDefault(key, List.of()), key, state);
  }

  private static <S> void tell(List<Consumer<S>> some, String key, S state) {
    for (Consumer<S> listener : some) {
      try {
        listener.accept(state);
      } catch (RuntimeException e) {
        LOG.error("A listener of {} failed", key, e);
      }
    }
  }
}
