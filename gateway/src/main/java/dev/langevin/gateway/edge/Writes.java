package dev.langevin.gateway.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Writes from a virtual thread on the event loop, and waits until the client has taken it.
 *
 * @param patience how long a client may take for it
 */
record Writes(Context context, Duration patience) {
  /**
   * Writes.
   *
   * @param over whether nothing more can be written; asked on the event loop
   * @param write done there, too
   * @throws InterruptedException if the client has gone
   * @throws TimeoutException if it leaves it unread
   */
  void await(BooleanSupplier over, Supplier<Future<Void>> write)
      throws InterruptedException, TimeoutException {
    CompletableFuture<Void> written = new CompletableFuture<>();
    context.runOnContext(
        nothing -> {
          if (over.getAsBoolean()) {
            written.cancel(false);
            return;
          }
          try {
            write.get().onComplete(done -> written.complete(null), written::completeExceptionally);
          } catch (RuntimeException e) {
            written.completeExceptionally(e);
          }
        });
    try {
      written.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (CancellationException | ExecutionException e) {
      throw new InterruptedException("the client has gone");
    }
  }
}
