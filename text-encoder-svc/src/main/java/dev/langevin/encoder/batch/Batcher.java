package dev.langevin.encoder.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Runs items in batches on one platform thread. It never waits for company: whatever waits when the
 * thread is free makes the next batch.
 *
 * @param <I> what is asked for
 * @param <O> what it becomes
 */
public final class Batcher<I, O> implements AutoCloseable {
  private record Pending<I, O>(I item, CompletableFuture<O> result) {}

  private final BlockingQueue<Pending<I, O>> waiting;
  private final int cap;
  private final Function<List<I>, List<O>> run;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param name the thread's
   * @param limit the most items that wait
   * @param cap the most items of a batch
   * @param run makes the results of a batch, in order
   */
  public Batcher(String name, int limit, int cap, Function<List<I>, List<O>> run) {
    this.waiting = new ArrayBlockingQueue<>(limit);
    this.cap = cap;
    this.run = run;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
  }

  /**
   * Puts an item into the queue.
   *
   * @return its result, or the failure of its batch, or CancellationException when this is closed
   * @throws RejectedExecutionException when the queue is full
   */
  public CompletableFuture<O> submit(I item) {
    Pending<I, O> pending = new Pending<>(item, new CompletableFuture<>());
    if (!waiting.offer(pending)) {
      throw new RejectedExecutionException();
    }
    if (closed) {
      cancelWaiting();
    }
    return pending.result();
  }

  /** Waits for the batch that runs, and cancels what waits. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    cancelWaiting();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!closed) {
      try {
        List<Pending<I, O>> batch = new ArrayList<>();
        batch.add(waiting.take());
        waiting.drainTo(batch, cap - 1);
        runBatch(batch);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void runBatch(List<Pending<I, O>> batch) {
    try {
      List<O> results = run.apply(batch.stream().map(Pending::item).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).result().complete(results.get(i));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(pending -> pending.result().completeExceptionally(e));
    }
  }

  private void cancelWaiting() {
    List<Pending<I, O>> left = new ArrayList<>();
    waiting.drainTo(left);
    left.forEach(p -> p.result().completeExceptionally(new CancellationException()));
  }
}
