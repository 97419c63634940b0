package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.jobs.Sink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One call's answers, from a virtual thread to the event loop. Each message waits until the
 * connection has taken the one before. Nothing is written after the client has gone or the status
 * is sent.
 *
 * @param <T> the answers
 */
final class Call<T> implements Sink<T> {
  /** How long the status of a failed call may stay unread until the stream is reset. */
  private static final long FAREWELL_MILLIS = 2_000;

  private final Context context;
  private final GrpcServerResponse<?, T> response;
  private final Writes writes;
  private final Ending ending;

  /** Both are touched on the event loop alone. */
  private boolean begun;

  private boolean over;

  private volatile Thread worker;

  /**
   * @param method its full name
   * @param patience how long the client may leave a message unread
   */
  Call(Context context, GrpcServerResponse<?, T> response, String method, Duration patience) {
    this.ending = new Ending(method);
    this.context = context;
    this.response = response;
    this.writes = new Writes(context, patience);
  }

  /** The thread to interrupt when the client has gone. */
  void workedBy(Thread thread) {
    worker = thread;
  }

  /**
   * Whether this is the request's only message, or the end of a request that had none; on the event
   * loop.
   */
  boolean begin() {
    boolean first = !begun;
    begun = true;
    return first;
  }

  /** The client has gone; on the event loop. */
  void gone() {
    over = true;
    ending.with(GrpcStatus.CANCELLED.name());
    Thread thread = worker;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void send(T message) throws InterruptedException {
    await(() -> response.write(message));
  }

  /** The only answer of a unary call, and its end. */
  void answer(T message) throws InterruptedException {
    await(
        () -> {
          over = true;
          ending.with(GrpcStatus.OK.name());
          return response.end(message);
        });
  }

  /** The stream is complete. */
  void complete() throws InterruptedException {
    await(
        () -> {
          over = true;
          ending.with(GrpcStatus.OK.name());
          return response.end();
        });
  }

  /** Ends the call with a failure; does nothing if it is over. */
  void fail(Failures failure) {
    context.runOnContext(
        nothing -> {
          if (over) {
            return;
          }
          over = true;
          ending.with(failure.status().name());
          response.trailers().set("langevin-reason", failure.reason());
          failure.details().ifPresent(d -> response.trailers().set("grpc-status-details-bin", d));
          response.status(failure.status()).statusMessage(failure.message());
          Future<Void> told = response.end();
          context
              .owner()
              .setTimer(
                  FAREWELL_MILLIS,
                  timer -> {
                    if (!told.isComplete()) {
                      response.cancel(); // it does not read this either
                    }
                  });
        });
  }

  private void await(Supplier<Future<Void>> write) throws InterruptedException {
    try {
      writes.await(() -> over, write);
    } catch (TimeoutException e) {
      throw GatewayException.tooSlow(
          "a message was not read within %d ms".formatted(writes.patience().toMillis()));
    }
  }
}
