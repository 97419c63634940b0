package dev.langevin.bench.capacity;

import dev.langevin.v1.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps more jobs in the queue than an orchestrator has slots, so that none of them is idle. */
final class Backlog implements AutoCloseable {
  /** So many wait at least: an orchestrator does not take that many between two looks. */
  private static final int WAITING = 40;

  /** Many, so that the beginning and the end of a job count little. */
  private static final int STEPS = 500;

  private static final long LOOK_MILLIS = 100;

  private final Clients clients;
  private final Set<String> done;
  private final int slots;
  private final Requests requests = new Requests(Priority.PRIORITY_INTERACTIVE, STEPS);
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Future<?> keeper;
  private volatile boolean closed;

  /**
   * Begins to fill the queue.
   *
   * @param done the ids of the jobs that are over, as they are known by now
   */
  Backlog(Clients clients, Set<String> done, int slots) {
    this.clients = clients;
    this.done = done;
    this.slots = slots;
    keeper = threads.submit(this::keep);
  }

  /**
   * Throws if the queue is not kept filled any more.
   *
   * @throws IllegalStateException telling why
   */
  void check() throws InterruptedException {
    if (keeper.isDone()) {
      await(keeper);
    }
  }

  /**
   * Cancels what has not ended; returns when all of it has.
   *
   * @throws IllegalStateException if the queue could not be kept filled
   */
  @Override
  public void close() {
    closed = true;
    try {
      await(keeper);
      List<Future<?>> cancelled = new ArrayList<>();
      open.forEach(id -> cancelled.add(threads.submit(() -> clients.cancel(id))));
      for (Future<?> one : cancelled) {
        await(one);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private Void keep() throws InterruptedException {
    while (!closed) {
      open.removeAll(done);
      List<Future<?>> created = new ArrayList<>();
      for (int missing = slots + WAITING - open.size(); missing > 0; missing--) {
        created.add(threads.submit(() -> open.add(clients.create(requests))));
      }
      for (Future<?> one : created) {
        await(one);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return null;
  }

  private static void await(Future<?> call) throws InterruptedException {
    try {
      call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalStateException known) {
        throw new IllegalStateException(known.getMessage(), known);
      }
      throw new IllegalStateException("the gateway failed: " + e.getCause(), e.getCause());
    }
  }
}
