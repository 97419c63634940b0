package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.network.EchoNetwork;
import dev.langevin.denoiser.network.RowInput;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers rows of one element with their latents, when it is allowed to. */
final class FakeNetwork extends EchoNetwork {
  /** A run that was begun: the times of its rows. */
  final BlockingQueue<List<Double>> runs = new LinkedBlockingQueue<>();

  /** A permit for each run. */
  final Semaphore permits = new Semaphore(0);

  /** Rows put together since the start. */
  final AtomicInteger assembled = new AtomicInteger();

  private final AtomicInteger atOnce = new AtomicInteger();
  volatile boolean closed;

  /** The most runs at once. */
  volatile int overlapping;

  /** A row at that time is refused when it is run. */
  volatile double poison = Double.NaN;

  FakeNetwork() {
    super(1, 1, 1);
  }

  @Override
  protected void added(RowInput row) {
    assembled.incrementAndGet();
  }

  @Override
  protected void run(List<RowInput> rows) {
    overlapping = Math.max(overlapping, atOnce.incrementAndGet());
    try {
      runs.add(rows.stream().map(RowInput::time).toList());
      permits.acquireUninterruptibly();
      if (rows.stream().anyMatch(row -> row.time() == poison)) {
        throw new IllegalArgumentException("poison");
      }
    } finally {
      atOnce.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
