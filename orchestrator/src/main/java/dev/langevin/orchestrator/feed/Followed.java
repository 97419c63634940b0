package dev.langevin.orchestrator.feed;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Outcome;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Subscription;
import dev.langevin.v1.Generation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;

/**
 * The generations of a batch's lines that have not ended. Used by one thread; what the log tells
 * comes from another and waits until it is collected.
 */
final class Followed implements AutoCloseable {
  /** What was told is complete; it is looked after all the same, since a batch would hang. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final GenerationLog log;
  private final Runnable bell;
  private final BiConsumer<String, State> ended;
  private final Map<String, Subscription> all = new LinkedHashMap<>();
  private final Set<String> waiting = new HashSet<>();
  private final Queue<Snapshot> news = new ConcurrentLinkedQueue<>();
  private Instant looked = Instant.MIN;

  /**
   * Follows none yet.
   *
   * @param bell told when there is something to collect
   * @param ended told of each that has ended, when it is collected
   */
  Followed(GenerationLog log, Runnable bell, BiConsumer<String, State> ended) {
    this.log = log;
    this.bell = bell;
    this.ended = ended;
  }

  /** Follows a generation from now on, which may not be there yet. */
  void follow(String generation) {
    all.put(
        generation,
        log.listen(
            generation,
            change -> {
              news.add(change);
              bell.run();
            }));
  }

  /** Takes note of how a generation stands. */
  void saw(Snapshot snapshot) {
    String generation = snapshot.getGeneration().getId();
    State state = snapshot.getGeneration().getState();
    if (!all.containsKey(generation)) {
      return; // it had ended before
    }
    if (Fold.ended(state)) {
      waiting.remove(generation);
      all.remove(generation).close();
      ended.accept(generation, state);
    } else if (state == State.STATE_QUEUED) {
      waiting.add(generation);
    } else {
      waiting.remove(generation);
    }
  }

  /** Takes note of all that was told. */
  void collect(Instant now) {
    for (Snapshot each = news.poll(); each != null; each = news.poll()) {
      saw(each);
    }
    if (!now.isBefore(looked.plus(LOOK))) {
      looked = now;
      List.copyOf(all.keySet()).forEach(each -> log.peek(each).ifPresent(this::saw));
    }
  }

  /**
   * Cancels them, all at once.
   *
   * @throws LogUnavailableException if Kafka is silent; some may be cancelled all the same
   */
  void cancel(Instant now) {
    List<CompletableFuture<Outcome<Snapshot>>> cancelled = new ArrayList<>();
    for (String generation : all.keySet()) {
      log.peek(generation)
          .filter(s -> !Fold.ended(s.getGeneration().getState()))
          .ifPresent(s -> cancelled.add(log.append(Snapshots.cancelled(s, now))));
    }
    cancelled.forEach(each -> saw(joined(each).folded()));
  }

  int size() {
    return all.size();
  }

  /** How many of them wait for a slot. */
  int waiting() {
    return waiting.size();
  }

  @Override
  public void close() {
    all.values().forEach(Subscription::close);
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LogUnavailableException silent
          ? silent
          : new LogUnavailableException("Kafka did not answer in time", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("interrupted", e);
    }
  }
}
