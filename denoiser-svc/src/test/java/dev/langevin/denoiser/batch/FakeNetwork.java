package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.network.Assembly;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.Outputs;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers rows with their latents, when it is allowed to. */
final class FakeNetwork implements DenoiserNetwork {
  /** A run that was begun: the times of its rows. */
  final BlockingQueue<List<Double>> runs = new LinkedBlockingQueue<>();

  /** A permit for each run. */
  final Semaphore permits = new Semaphore(0);

  /** Rows put together since the start. */
  final AtomicInteger assembled = new AtomicInteger();

  private final AtomicInteger atOnce = new AtomicInteger();
  volatile boolean closed;

  /** The most rows run at once by mistake. */
  volatile int overlapping;

  /** A row at that time is refused when it is run. */
  volatile double poison = Double.NaN;

  @Override
  public Port latent() {
    return new Port("sample", ElementType.FLOAT, List.of(-1L, 1L, 1L, 1L));
  }

  @Override
  public List<Port> conditioning() {
    return List.of();
  }

  @Override
  public boolean timePerRow() {
    return true;
  }

  @Override
  public long usualElements() {
    return 1;
  }

  @Override
  public int usualRows() {
    return 4;
  }

  @Override
  public String numerics() {
    return "fake";
  }

  @Override
  public Assembly assembly() {
    return new FakeAssembly();
  }

  @Override
  public Outputs run(List<RowInput> rows, int padded) {
    return assembly().predict(rows, padded);
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class FakeAssembly implements Assembly {
    private final List<RowInput> rows = new ArrayList<>();

    @Override
    public void clear() {
      rows.clear();
    }

    @Override
    public void add(RowInput row) {
      rows.add(row);
      assembled.incrementAndGet();
    }

    @Override
    public void run(int padded) {
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
    public Outputs outputs() {
      ByteBuffer data = ByteBuffer.allocate(rows.size() * Float.BYTES);
      rows.forEach(row -> data.put(row.latent().duplicate()));
      return new Outputs(ElementType.FLOAT, List.of(1L, 1L, 1L), data.flip(), Float.BYTES);
    }

    @Override
    public void close() {
      clear();
    }
  }
}
