package dev.langevin.bench.admission;

import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Batch jobs, always so many at a time: one that ends is replaced at once. */
final class Saturation implements AutoCloseable {
  private final Maker maker;
  private final GenerationRequest request;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger seed = new AtomicInteger();
  private final List<Future<?>> makers = new ArrayList<>();
  private int ended;

  Saturation(Maker maker, GenerationRequest request, int jobs) {
    this.maker = maker;
    this.request = request;
    for (int i = 0; i < jobs; i++) {
      makers.add(threads.submit(this::keepMaking));
    }
  }

  /** Waits until so many more have ended; the mean time from one end to the next. */
  synchronized Duration pace(int jobs) throws InterruptedException, IOException {
    long began = System.nanoTime();
    int enough = ended + jobs;
    while (ended < enough) {
      wait(TimeUnit.SECONDS.toMillis(1));
      check();
    }
    return Duration.ofNanos((System.nanoTime() - began) / jobs);
  }

  /** Throws if a job failed: what was measured beside it was measured without the load. */
  void check() throws InterruptedException, IOException {
    for (Future<?> each : makers) {
      if (each.isDone()) {
        try {
          each.get();
        } catch (ExecutionException e) {
          throw new IOException("the load breaks down", e.getCause());
        }
      }
    }
  }

  /** Makes no more; those that run are left behind. */
  @Override
  public void close() {
    enough.set(true);
    threads.shutdownNow();
  }

  private Void keepMaking() throws IOException {
    while (!enough.get()) {
      maker.make(request.toBuilder().setSeed(seed.incrementAndGet()).build());
      synchronized (this) {
        ended++;
        notifyAll();
      }
    }
    return null;
  }
}
