package dev.langevin.encoder.cache;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A cache bounded in entries and in bytes that drops what was not used for longest. What several
 * callers want at once is computed once. Failures are not kept.
 *
 * @param <K> what is asked for
 * @param <V> what was computed, never changed afterwards
 */
public final class ComputedOnce<K, V> {
  private final int maxEntries;
  private final long maxBytes;
  private final ToLongFunction<V> size;
  private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<K, CompletableFuture<V>> running = new HashMap<>();
  private long bytes;
  private long hits;
  private long misses;

  /**
   * An empty cache.
   *
   * @param maxEntries the most values kept; 0 keeps none
   * @param maxBytes the most bytes kept
   * @param size bytes of a value
   */
  public ComputedOnce(int maxEntries, long maxBytes, ToLongFunction<V> size) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.size = size;
  }

  /**
   * The value kept, being computed, or computed now. The computation is started by the caller's
   * thread; what it throws is thrown to everybody who waits for it.
   */
  public CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> compute) {
    CompletableFuture<V> mine;
    synchronized (this) {
      V value = kept.get(key);
      if (value != null) {
        hits++;
        return CompletableFuture.completedFuture(value);
      }
      CompletableFuture<V> other = running.get(key);
      if (other != null) {
        hits++;
        return other;
      }
      misses++;
      mine = new CompletableFuture<>();
      running.put(key, mine);
    }
    start(compute).whenComplete((value, failure) -> finish(key, mine, value, failure));
    return mine;
  }

  /** How many were asked for that were kept, or being computed. */
  public synchronized long hits() {
    return hits;
  }

  /** How many had to be computed. */
  public synchronized long misses() {
    return misses;
  }

  /** How many values are kept. */
  public synchronized int entries() {
    return kept.size();
  }

  /** Bytes of the values kept. */
  public synchronized long bytes() {
    return bytes;
  }

  private CompletableFuture<V> start(Supplier<CompletableFuture<V>> compute) {
    try {
      return compute.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finish(K key, CompletableFuture<V> mine, V value, Throwable failure) {
    synchronized (this) {
      running.remove(key);
      if (failure == null) {
        keep(key, value);
      }
    }
    if (failure == null) {
      mine.complete(value);
    } else {
      mine.completeExceptionally(failure);
    }
  }

  private void keep(K key, V value) {
    if (size.applyAsLong(value) > maxBytes) {
      return;
    }
    V before = kept.put(key, value);
    bytes += size.applyAsLong(value) - (before == null ? 0 : size.applyAsLong(before));
    var oldest = kept.entrySet().iterator();
    while (kept.size() > maxEntries || bytes > maxBytes) {
      bytes -= size.applyAsLong(oldest.next().getValue());
      oldest.remove();
    }
  }
}
