package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which models there are, which are loaded, and who uses them. Nothing here waits. */
final class Shelf<M extends StoredModel> {
  /** How long files that are replaced or gone serve the jobs that began with them. */
  static final Duration RETIREMENT = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  /** Those that are replaced or gone, then by the time of their last use. */
  private static final Comparator<Held<?>> FIRST_TO_GO =
      Comparator.<Held<?>, Boolean>comparing(held -> !held.retired)
          .thenComparing((one, other) -> Long.signum(one.usedNanos - other.usedNanos));

  private final long limit;
  private final Map<String, ModelEntry.Broken> broken = new LinkedHashMap<>();
  private final List<Held<M>> retired = new ArrayList<>();
  private Map<ModelId, Held<M>> current = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param limit bytes that may be loaded at once, 0 for any number
   */
  Shelf(long limit) {
    this.limit = limit == 0 ? Long.MAX_VALUE : limit;
  }

  /**
   * Takes a scan in.
   *
   * @param again whether those with a problem get another chance
   */
  synchronized void found(List<Found> directories, boolean again) {
    Map<ModelId, Held<M>> next = new LinkedHashMap<>();
    Map<String, ModelEntry.Broken> nextBroken = new LinkedHashMap<>();
    for (Found found : directories) {
      switch (found.entry()) {
        case ModelEntry.Broken bad -> {
          nextBroken.put(bad.name(), bad);
          if (!bad.equals(broken.get(bad.name()))) {
            LOG.error("Model {} can't be used: {}", bad.name(), bad.problem());
          }
        }
        case ModelEntry.Usable usable -> {
          Held<M> held = same(usable.directory(), found);
          if (again) {
            held.problem = tooBig(held.bytes);
          }
          next.put(held.id(), held);
        }
      }
    }
    current.values().stream().filter(held -> next.get(held.id()) != held).forEach(this::retire);
    current = next;
    broken.clear();
    broken.putAll(nextBroken);
  }

  /** The use of the files there are now, loaded or not. */
  synchronized Optional<Held<M>> pin(String name) {
    Optional<Held<M>> held =
        ModelId.find(name, current.keySet())
            .map(current::get)
            .filter(found -> found.problem.isEmpty());
    held.ifPresent(found -> found.leases++);
    return held;
  }

  /** The use of loaded files, of those with the digest if one is given. */
  synchronized Optional<Held<M>> pinLoaded(String name, String digest) {
    Optional<Held<M>> held = loadedWith(name, digest);
    held.ifPresent(found -> found.leases++);
    return held;
  }

  synchronized void unpin(Held<M> held) {
    held.leases--;
    held.usedNanos = System.nanoTime();
  }

  synchronized M model(Held<M> held) {
    return held.model;
  }

  synchronized String problem(Held<M> held) {
    return held.problem;
  }

  /** Puts a loaded model there; false if all is closed already. */
  synchronized boolean loaded(Held<M> held, M model) {
    if (closed) {
      return false;
    }
    held.model = model;
    held.usedNanos = System.nanoTime();
    if (held.retired) {
      retired.add(held); // its files changed while they were read
    }
    return true;
  }

  synchronized void failed(Held<M> held, String problem) {
    LOG.error("Model {} can't be used: {}", held.id(), problem);
    held.problem = problem;
  }

  /** Those to load without being asked, in order, while there is room. */
  synchronized List<Held<M>> fitting() {
    List<Held<M>> fitting = new ArrayList<>();
    long used = used();
    for (Held<M> held : current.values()) {
      if (!held.loaded() && held.problem.isEmpty() && used + held.bytes <= limit) {
        fitting.add(held);
        used += held.bytes;
      }
    }
    return fitting;
  }

  synchronized boolean fits(Held<M> wanted) {
    return used() + wanted.bytes <= limit;
  }

  /**
   * Takes out to be freed what has to give way for a model, the least recently used first; empty
   * and nothing taken if that is not enough.
   */
  synchronized Optional<List<M>> makeRoom(Held<M> wanted) {
    List<Held<M>> victims = new ArrayList<>();
    long excess = used() + wanted.bytes - limit;
    Iterator<Held<M>> idle = all().filter(Held::idle).sorted(FIRST_TO_GO).iterator();
    while (excess > 0 && idle.hasNext()) {
      Held<M> next = idle.next();
      victims.add(next);
      excess -= next.bytes;
    }
    return excess > 0 ? Optional.empty() : Optional.of(victims.stream().map(this::take).toList());
  }

  private M take(Held<M> held) {
    LOG.info("Model {} is unloaded", held.id());
    M model = held.model;
    held.model = null;
    retired.remove(held);
    return model;
  }

  /** Takes out those whose files are long gone and that nobody uses. */
  synchronized List<M> takeRetired() {
    long now = System.nanoTime();
    return List.copyOf(retired).stream()
        .filter(Held::idle)
        .filter(held -> now - held.retiredNanos > RETIREMENT.toNanos())
        .map(this::take)
        .toList();
  }

  synchronized List<M> takeAll() {
    closed = true;
    List<M> models = all().filter(Held::loaded).map(held -> held.model).toList();
    all().forEach(held -> held.model = null);
    return models;
  }

  synchronized List<Known<M>> known() {
    List<Known<M>> known = new ArrayList<>();
    for (Held<M> held : current.values()) {
      ModelEntry entry = new ModelEntry.Usable(held.directory);
      known.add(new Known<>(entry, Optional.ofNullable(held.model), held.problem));
    }
    broken.values().forEach(bad -> known.add(new Known<>(bad, Optional.empty(), bad.problem())));
    return known;
  }

  synchronized Collection<String> names() {
    return current.values().stream()
        .filter(held -> held.problem.isEmpty())
        .map(held -> held.id().toString())
        .toList();
  }

  /** What is wrong with the model of a name. */
  synchronized Optional<String> problem(String name) {
    return ModelId.find(name, current.keySet())
        .map(id -> current.get(id).problem)
        .or(() -> Optional.ofNullable(broken.get(name)).map(ModelEntry.Broken::problem));
  }

  synchronized String whyFull(Held<M> wanted) {
    String busy =
        String.join(", ", all().filter(Held::loaded).map(held -> held.id().toString()).toList());
    return "it takes %d bytes of the %d that LANGEVIN_MODEL_MEMORY allows, and %s are in use"
        .formatted(wanted.bytes, limit, busy);
  }

  private Held<M> same(ModelDirectory directory, Found found) {
    Held<M> held = current.get(directory.id());
    if (held != null
        && held.directory.root().equals(directory.root())
        && held.fingerprint.equals(found.fingerprint())) {
      return held;
    }
    Held<M> fresh = new Held<>(directory, found.fingerprint(), found.bytes());
    fresh.problem = tooBig(fresh.bytes);
    return fresh;
  }

  private String tooBig(long size) {
    return size <= limit
        ? ""
        : "it takes %d bytes, and LANGEVIN_MODEL_MEMORY allows %d".formatted(size, limit);
  }

  private void retire(Held<M> held) {
    LOG.info("Model {} is replaced or gone", held.id());
    held.retired = true;
    held.retiredNanos = System.nanoTime();
    if (held.loaded()) {
      retired.add(held);
    }
  }

  private Optional<Held<M>> loadedWith(String name, String digest) {
    return (digest.isEmpty()
            ? ModelId.find(name, current.keySet()).map(current::get).stream()
            : all().filter(held -> held.id().isMeantBy(name)))
        .filter(Held::loaded)
        .filter(held -> digest.isEmpty() || held.model.digest().equals(digest))
        .findFirst();
  }

  private long used() {
    return all().filter(Held::loaded).mapToLong(held -> held.bytes).sum();
  }

  private Stream<Held<M>> all() {
    return Stream.concat(current.values().stream(), retired.stream());
  }
}
