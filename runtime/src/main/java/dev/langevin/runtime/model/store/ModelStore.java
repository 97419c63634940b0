package dev.langevin.runtime.model.store;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.lifecycle.Rounds;
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
  private final ToLongFunction<ModelDirectory> bytes;
  private final Refusals refusals;
  private final Shelf<M> shelf;
  private final Lock scanning = new ReentrantLock();
  private final Lock loading = new ReentrantLock();
  private Fingerprint scanned = Fingerprint.NONE;
  private volatile long scannedNanos;
  private volatile Rounds scans;

  private ModelStore(
      ModelSettings settings,
      Function<ModelDirectory, M> load,
      ToLongFunction<ModelDirectory> bytes,
      Refusals refusals) {
    this.settings = settings;
    this.load = load;
    this.refusals = refusals;
    this.bytes = bytes;
    this.shelf = new Shelf<>(settings.memory());
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
    Held<M> held = pinned(name, digest).orElseThrow(no(name));
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

  /** Those that will be loaded without being asked for, by name and version. */
  List<String> coming() {
    return shelf.fitting().stream().map(held -> held.id().toString()).toList();
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
    if (scans != null) {
      scans.close();
    }
    shelf.takeAll().forEach(this::free);
  }

  private void begin() {
    scanned = Fingerprint.ofModels(settings.directory());
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
    take(entries, false);
    for (Held<M> held : shelf.fitting()) {
      try {
        load(held);
      } catch (ConfigurationException e) {
        throw e; // no model could be loaded with it
      } catch (RuntimeException e) {
        shelf.failed(held, problem(held, e));
      }
    }
    if (shelf.known().stream().noneMatch(known -> known.problem().isEmpty())) {
      LOG.warn("No model of {} can be used", settings.directory());
    }
    scannedNanos = System.nanoTime();
    if (settings.scan().isPositive()) {
      scans = Rounds.startLater("model-scan", settings.scan(), this::scanIfReadable);
    }
  }

  private void scanIfReadable() {
    try {
      scan(false);
    } catch (ModelException e) {
      LOG.warn("The models stay as they are: {}", e.getMessage());
    }
  }

  /** Files that are as they were are not read again, unless somebody asks for it. */
  private void scan(boolean again) {
    scanning.lock();
    try {
      Fingerprint now = Fingerprint.ofModels(settings.directory());
      if (again || !now.equals(scanned)) {
        take(ModelDirectory.scan(settings.directory()), again);
        scanned = now;
      }
      for (Held<M> held : shelf.fitting()) {
        loadIfItFits(held);
      }
    } finally {
      shelf.takeRetired().forEach(this::free);
      scannedNanos = System.nanoTime();
      scanning.unlock();
    }
  }

  private void take(List<ModelEntry> entries, boolean again) {
    shelf.found(entries.stream().map(entry -> Found.of(entry, bytes)).toList(), again);
  }

  private void loadIfItFits(Held<M> held) {
    loading.lock();
    try {
      if (shelf.fits(held)) {
        tryToLoad(held);
      }
    } finally {
      loading.unlock();
    }
  }

  /** What is not known yet, be it a name or files with that digest, may just have come. */
  private Optional<Held<M>> pinned(String name, String digest) {
    Optional<Held<M>> known = digest.isEmpty() ? shelf.pin(name) : shelf.pinLoaded(name, digest);
    if (known.isPresent()) {
      return known;
    }
    if (System.nanoTime() - scannedNanos > FRESH.toNanos()) {
      scanIfReadable();
    }
    return shelf.pinLoaded(name, digest).or(() -> shelf.pin(name));
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
      model = shelf.model(held);
      if (model == null) {
        String why = problem.isEmpty() ? "the service is stopping" : problem;
        throw refusals.unusable().apply(name, why);
      }
      return model;
    } finally {
      loading.unlock();
    }
  }

  private void makeRoom(Held<M> wanted, String name) {
    shelf
        .makeRoom(wanted)
        .orElseThrow(() -> refusals.full().apply(name, shelf.whyFull(wanted)))
        .forEach(this::free);
  }

  private void tryToLoad(Held<M> held) {
    try {
      load(held);
    } catch (RuntimeException e) {
      shelf.failed(held, problem(held, e));
    }
  }

  private void load(Held<M> held) {
    loading.lock();
    try {
      if (shelf.model(held) == null) {
        M model = load.apply(held.directory);
        if (!shelf.loaded(held, model)) {
          free(model);
        }
      }
    } finally {
      loading.unlock();
    }
  }

  /** What nobody foresaw names the directory at least. */
  private static String problem(Held<?> held, RuntimeException e) {
    if (e instanceof ModelException || e instanceof ConfigurationException) {
      return e.getMessage();
    }
    LOG.error("{} can't be loaded", held.directory.root(), e);
    return "%s: can't be loaded: %s".formatted(held.directory.root(), e);
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
