package dev.langevin.gateway.catalog;

import com.google.common.util.concurrent.ListenableFuture;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.model.ModelId;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the denoisers for their models, again and again, and keeps the last answer of each: a
 * denoiser that is away for a moment takes no model away, because its jobs can wait.
 */
public final class Denoisers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Denoisers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A scan loads what it finds. */
  private static final Duration SCAN_PATIENCE = Duration.ofSeconds(60);

  private static final Duration OFTEN = Duration.ofMillis(250);
  private static final Duration SELDOM = Duration.ofSeconds(5);
  private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(500);

  private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();
  private final Map<String, List<ModelDescription>> answers = new ConcurrentHashMap<>();
  private final Consumer<String> newPool;
  private final Thread thread;
  private volatile Catalog catalog = new Catalog(Map.of(), "asking for the first time");
  private final ReentrantLock asking = new ReentrantLock();
  private long asked;

  /**
   * @param addresses of the denoisers
   * @param newPool told each pool's name before the first model in it is offered; may throw, and is
   *     told again later
   */
  public Denoisers(List<String> addresses, Consumer<String> newPool) {
    addresses.forEach(address -> channels.put(address, Channels.open(address)));
    this.newPool = newPool;
    thread = Thread.ofVirtual().name("denoisers").start(this::run);
  }

  /** The models as last heard. */
  public Catalog now() {
    return catalog;
  }

  /**
   * The models as heard within the last half second: for a name that is not among the known ones.
   */
  public Catalog refreshed() {
    asking.lock();
    try {
      if (asked == 0 || System.nanoTime() - asked > FRESH) {
        ask(false);
      }
      return catalog;
    } finally {
      asking.unlock();
    }
  }

  /** The models that the denoisers find in their directories now. */
  public Catalog scanned() {
    asking.lock();
    try {
      ask(true);
      return catalog;
    } finally {
      asking.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    channels.values().forEach(Channels::close);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        refreshed();
        Thread.sleep(catalog.entries().isEmpty() ? OFTEN : SELDOM);
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped asking the denoisers");
    }
  }

  /** Asks all at once, so that a frozen one delays the others' news by its patience once. */
  private void ask(boolean scan) {
    Map<String, ListenableFuture<DescribeResponse>> calls = new LinkedHashMap<>();
    channels.forEach((address, channel) -> calls.put(address, describe(channel, scan)));
    List<String> problems = new ArrayList<>();
    calls.forEach(
        (address, call) -> {
          try {
            answers.put(address, call.get().getModelsList());
          } catch (ExecutionException e) {
            problems.add(address + ": " + Status.fromThrowable(e).getCode());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    offer(problems);
    asked = System.nanoTime();
  }

  private static ListenableFuture<DescribeResponse> describe(ManagedChannel channel, boolean scan) {
    Duration patience = scan ? SCAN_PATIENCE : PATIENCE;
    return DenoiserServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
        .describe(DescribeRequest.newBuilder().setScan(scan).build());
  }

  private void offer(List<String> problems) {
    Map<ModelId, Entry> entries = new LinkedHashMap<>();
    for (String address : channels.keySet()) {
      for (ModelDescription description : answers.getOrDefault(address, List.of())) {
        merge(entries, Descriptions.read(description), address);
      }
    }
    if (entries.isEmpty() && problems.isEmpty()) {
      problems.add("they have none");
    }
    try {
      entries.values().stream().map(Entry::pool).distinct().forEach(newPool);
      catalog = new Catalog(usableFirst(entries), String.join(", ", problems));
    } catch (RuntimeException e) {
      LOG.warn("Cannot prepare the models' pools: {}", e.getMessage());
      catalog = new Catalog(catalog.entries(), e.getMessage());
    }
  }

  /** So that the default is one that works, if any does. */
  static Map<ModelId, Entry> usableFirst(Map<ModelId, Entry> entries) {
    Map<ModelId, Entry> sorted = new LinkedHashMap<>();
    for (boolean usable : new boolean[] {true, false}) {
      entries.forEach(
          (id, entry) -> {
            if (entry.model().getProblem().isEmpty() == usable) {
              sorted.put(id, entry);
            }
          });
    }
    return Collections.unmodifiableMap(sorted);
  }

  /** The first denoiser's word counts, unless it can't use the model and another one can. */
  private static void merge(Map<ModelId, Entry> entries, Entry entry, String address) {
    Entry known = entries.putIfAbsent(entry.id(), entry);
    if (known == null) {
      return;
    }
    if (!known.model().getProblem().isEmpty() && entry.model().getProblem().isEmpty()) {
      entries.put(entry.id(), entry);
    } else if (!known.model().getDigest().equals(entry.model().getDigest())) {
      LOG.debug("{} has other weights of {} than the others", address, entry.id());
    }
  }
}
