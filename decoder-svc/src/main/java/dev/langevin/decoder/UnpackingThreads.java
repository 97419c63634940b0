package dev.langevin.decoder;

import io.grpc.Context;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The few platform threads that unpack pictures: that takes seconds of a processor, for JPEG in
 * native code, which would keep virtual threads from all other calls.
 */
final class UnpackingThreads implements AutoCloseable {
  /** The most pictures that wait. */
  static final int WAITING_LIMIT = 32;

  /**
   * Pictures at a time. The largest takes about 250 MB beside copies of its file: as a progressive
   * JPEG its coefficients 100, and its raster, its samples and those that are turned 50 each.
   */
  static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2);

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_LIMIT),
          Thread.ofPlatform().name("unpack-", 0).daemon().factory());

  /**
   * Runs it in its turn, and waits; not if the gRPC call that asks for it was cancelled by then.
   * DecoderException when too many wait or this is closed.
   */
  <T> T call(Supplier<T> run) {
    Context call = Context.current();
    try {
      return CompletableFuture.supplyAsync(() -> wanted(call, run), executor).join();
    } catch (RejectedExecutionException e) {
      throw executor.isShutdown()
          ? DecoderException.stopping()
          : DecoderException.full(WAITING_LIMIT, "pictures");
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Takes no more; what was taken ends with the process, if nobody waits for it. */
  @Override
  public void close() {
    executor.shutdown();
  }

  private static <T> T wanted(Context call, Supplier<T> run) {
    if (call.isCancelled()) {
      throw DecoderException.cancelled();
    }
    return run.get();
  }
}
