package dev.langevin.runtime.model.store;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a directory as a service holds them. The directory is scanned at the start, every
 * so often, and on demand; what is new is loaded while the memory limit allows it, and else when it
 * is first asked for, in place of the least recently used one that nobody uses. Files that are
 * replaced or gone serve the jobs that began with them for a while. A model that can't be used does
 * not hinder the others.
 *
 * @param <M> what the service keeps of a model
 */
public final class ModelStore<M extends StoredModel> implements AutoCloseable {
  /** A name that nobody knows is worth a scan, but not one for every call. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final ModelSettings settings;
  private final Function<ModelDirectory, M> load;
  private final Refusals refusals;
  private final Shelf<M> shelf;
  private final Lock scanning = new ReentrantLock();
  private final Lock loading = new ReentrantLock();
  private volatile long scannedNanos;
  private volatile Thread watch;

  private ModelStore(
      ModelSettings settings,
      Function<ModelDirectory, M> load,
      ToLongFunction<ModelDirectory> bytes,
      Refusals refusals) {
    this.settings = settings;
    this.load = load;
    this.refusals = refusals;
    this.shelf = new Shelf<>(settings.memory(), bytes);
  }

  /**
   * Scans the directory, loads its models while they fit, and begins to watch it.
   *
   * @param load throws {@link ModelException} for a model that can't be used
   * @param bytes memory that a loaded model takes, roughly
   * @throws ConfigurationException if the directory can't be read or holds no model directory, or
   *     if the networks' provider can't start
   */
  public static <M extends StoredModel> ModelStore<M> open(
      ModelSettings settings,
      Function<ModelDirectory, M> load,
      ToLongFunction<ModelDirectory> bytes,
      Refusals refusals) {
    ModelStore<M> store = new ModelStore<>(settings, load, bytes, refusals);
    try {
      store.begin();
      return store;
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  /**
   * The use of a model, loaded first if it is not; may take as long as that.
   *
   * @param name a model's name, for its newest version, or {@code name@version}
   * @param digest of the files that a job began with, which are used while they are loaded, else
   *     those there are now; empty for those there are now
   */
  public Lease<M> lease(String name, String digest) {
    Held<M> held = shelf.pin(name, digest).or(() -> scanFor(name, digest)).orElseThrow(no(name));
    try {
      return new Lease<>(loaded(held, name), () -> shelf.unpin(held));
    } catch (RuntimeException | Error e) {
      shelf.unpin(held);
      throw e;
    }
  }

  /** The same without waiting: empty where it would have to load, scan or refuse. */
  public Optional<Lease<M>> leaseIfLoaded(String name, String digest) {
    return shelf
        .pinLoaded(name, digest)
        .map(held -> new Lease<>(held.model, () -> shelf.unpin(held)));
  }

  /** What the last scan found, the default first. */
  public List<Known<M>> known() {
    return shelf.known();
  }

  /**
   * Looks at the directory now, and gives those that could not be used another chance.
   *
   * @throws ModelException if the directory can't be read; the models stay as they are
   */
  public void scan() {
    scan(true);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
    shelf.takeAll().forEach(this::free);
  }

  private void begin() {
    List<ModelEntry> entries;
    try {
      entries = ModelDirectory.scan(settings.directory());
    } catch (ModelException e) {
      throw new ConfigurationException("LANGEVIN_MODELS: " + e.getMessage(), e);
    }
    if (entries.isEmpty()) {
      throw new ConfigurationException(
          "LANGEVIN_MODELS: %s holds no model directory".formatted(settings.directory()));
    }
    shelf.found(entries, false);
    for (Held<M> held : shelf.fitting()) {
      try {
        load(held);
      } catch (ModelException e) {
        shelf.failed(held, e.getMessage());
      }
    }
    if (shelf.known().stream().noneMatch(known -> known.problem().isEmpty())) {
      LOG.warn("No model of {} can be used", settings.directory());
    }
    scannedNanos = System.nanoTime();
    if (settings.scan().isPositive()) {
      watch = Thread.ofVirtual().name("model-scan").start(this::watch);
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(settings.scan());
        lookAgain();
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped watching {}", settings.directory());
    }
  }

  /** Whatever is wrong with one model, the next scan comes. */
  private void lookAgain() {
    try {
      scanIfReadable();
    } catch (RuntimeException | Error e) {
      LOG.error("The next scan of {} follows after", settings.directory(), e);
    }
  }

  private void scanIfReadable() {
    try {
      scan(false);
    } catch (ModelException e) {
      LOG.warn("The models stay as they are: {}", e.getMessage());
    }
  }

  private void scan(boolean again) {
    scanning.lock();
    try {
      shelf.found(ModelDirectory.scan(settings.directory()), again);
      shelf.fitting().forEach(this::tryToLoad);
      shelf.takeRetired().forEach(this::free);
    } finally {
      scannedNanos = System.nanoTime();
      scanning.unlock();
    }
  }

  private Optional<Held<M>> scanFor(String name, String digest) {
    if (System.nanoTime() - scannedNanos > FRESH.toNanos()) {
      scanIfReadable();
    }
    return shelf.pin(name, digest);
  }

  private M loaded(Held<M> held, String name) {
    M model = shelf.model(held);
    if (model != null) {
      return model;
    }
    loading.lock();
    try {
      model = shelf.model(held);
      if (model != null) {
        return model;
      }
      String problem = shelf.problem(held);
      if (problem.isEmpty()) {
        makeRoom(held, name);
        tryToLoad(held);
        problem = shelf.problem(held);
      }
      if (!problem.isEmpty()) {
        throw refusals.unusable().apply(name, problem);
      }
      return shelf.model(held);
    } finally {
      loading.unlock();
    }
  }

  private void makeRoom(Held<M> wanted, String name) {
    while (!shelf.fits(wanted)) {
      Held<M> victim =
          shelf
              .leastRecentlyUsed()
              .orElseThrow(() -> refusals.full().apply(name, shelf.whyFull(wanted)));
      shelf.take(victim).ifPresent(this::free);
    }
  }

  private void tryToLoad(Held<M> held) {
    try {
      load(held);
    } catch (ModelException | ConfigurationException e) {
      shelf.failed(held, e.getMessage());
    }
  }

  private void load(Held<M> held) {
    loading.lock();
    try {
      if (shelf.model(held) == null) {
        shelf.loaded(held, load.apply(held.directory));
      }
    } finally {
      loading.unlock();
    }
  }

  private Supplier<RuntimeException> no(String name) {
    return () ->
        shelf
            .problem(name)
            .map(problem -> (RuntimeException) refusals.unusable().apply(name, problem))
            .orElseGet(() -> refusals.unknown().apply(name, shelf.names()));
  }

  private void free(M model) {
    try {
      model.close();
    } catch (RuntimeException e) {
      LOG.warn("Freeing a model goes on after", e);
    }
  }
}
