package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sees to it that models are warm, and says which are not yet. A named one is held until it is
 * warm, and then no longer: of several that don't fit into the memory together each is warm once.
 *
 * @param <M> what the service keeps of a model
 */
public final class Warming<M extends StoredModel> implements AutoCloseable {
  private final ModelStore<M> store;
  private final WarmModels wanted;
  private final Function<M, Optional<String>> lacks;
  private final Set<String> done = new HashSet<>();
  private final Map<String, Lease<M>> held = new HashMap<>();

  /**
   * @param lacks why a loaded model is not warm yet; empty if it is
   */
  public Warming(ModelStore<M> store, WarmModels wanted, Function<M, Optional<String>> lacks) {
    this.store = store;
    this.wanted = wanted;
    this.lacks = lacks;
  }

  /**
   * What is missing; empty once all are warm. May load a model, which takes as long as it takes.
   */
  public synchronized List<String> missing() {
    return wanted.all() ? missingOfAll() : missingOfNamed();
  }

  @Override
  public synchronized void close() {
    held.values().forEach(Lease::close);
    held.clear();
  }

  private List<String> missingOfAll() {
    List<String> missing = new ArrayList<>();
    boolean usable = false;
    Set<String> coming = Set.copyOf(store.coming());
    for (Known<M> known : store.known()) {
      if (!(known.entry() instanceof ModelEntry.Usable entry) || !known.problem().isEmpty()) {
        continue;
      }
      usable = true;
      String id = entry.directory().id().toString();
      if (known.loaded().isPresent()) {
        lacks.apply(known.loaded().get()).ifPresent(why -> missing.add(text(id, why)));
      } else if (coming.contains(id)) {
        missing.add(text(id, "it is not loaded yet"));
      }
    }
    return usable ? missing : List.of("no model can be used");
  }

  private List<String> missingOfNamed() {
    List<String> missing = new ArrayList<>();
    for (String name : wanted.names()) {
      if (!done.contains(name)) {
        missingOf(name).ifPresent(why -> missing.add(text(name, why)));
      }
    }
    return missing;
  }

  private Optional<String> missingOf(String name) {
    Lease<M> lease;
    try {
      lease = held.containsKey(name) ? held.get(name) : store.lease(name, "");
    } catch (RuntimeException e) {
      return Optional.of(e.getMessage());
    }
    Optional<String> why = lacks.apply(lease.model());
    if (why.isPresent()) {
      held.put(name, lease);
    } else {
      held.remove(name);
      lease.close();
      done.add(name);
    }
    return why;
  }

  private static String text(String model, String why) {
    return "model %s: %s".formatted(model, why);
  }
}
