package dev.langevin.bench.capacity;

import dev.langevin.bench.kit.Quantiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * How fast a gateway takes jobs from so many clients, each of which creates one after the other.
 *
 * @param clients that many
 * @param creates what it took
 * @param medianMillis of a call
 * @param p99Millis likewise
 */
record Creation(int clients, Rate creates, double medianMillis, double p99Millis) {
  /** Measures, after a while of the same. */
  static Creation measure(Site site, Clients gateway, int clients, Requests requests, Pace pace)
      throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    LongAdder created = new LongAdder();
    Collection<Double> millis = new ConcurrentLinkedQueue<>();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> create(gateway, requests, created, millis, over)));
      }
      Rate.measure(site.gateway(), created::sum, pace.warmup());
      millis.clear();
      Rate creates = Rate.measure(site.gateway(), created::sum, pace.window());
      Collection<Double> measured = List.copyOf(millis);
      over.set(true);
      for (Future<?> client : running) {
        client.get();
      }
      return new Creation(
          clients, creates, Quantiles.median(measured), Quantiles.of(measured, 0.99));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the gateway failed: " + e.getCause(), e.getCause());
    }
  }

  private static void create(
      Clients gateway,
      Requests requests,
      LongAdder created,
      Collection<Double> millis,
      AtomicBoolean over) {
    while (!over.get()) {
      long began = System.nanoTime();
      gateway.create(requests);
      millis.add((System.nanoTime() - began) / 1e6);
      created.increment();
    }
  }
}
