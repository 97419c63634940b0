package dev.langevin.gateway.edge;

import dev.langevin.gateway.Failure;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.http.ErrorForm;
import dev.langevin.gateway.http.HttpStatus;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Route;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One request's answer, from a virtual thread to the event loop, as {@link Call} is for gRPC. */
final class Exchange implements Reply {
  /** How long an error may stay unread, or the rest of a refused body go on. */
  private static final long FAREWELL_MILLIS = 2_000;

  /** What lies between forgets connections that say nothing for a minute. */
  private static final long SILENCE_MILLIS = 15_000;

  /** What a handler may have said of the answer that it did not give. */
  private static final List<String> WHOLE =
      List.of("Accept-Ranges", "Content-Disposition", "Content-Length", "ETag");

  /** For who counts: the client left, or was left, in the midst of the answer. */
  private static final String GONE = "gone";

  private static final int UNAUTHORIZED = 401;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Calls calls;
  private final Context context;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Writes writes;
  private final boolean head;
  private final Ending ending = new Ending(Ending.OTHER);

  /** These are touched on the event loop alone. */
  private boolean over;

  private boolean begun;
  private long timer = -1;

  private volatile boolean gone;
  private volatile Thread worker;

  /**
   * @param calls knows why one of them was interrupted
   * @param patience how long the client may leave a piece unread
   */
  Exchange(Context context, HttpServerRequest request, Calls calls, Duration patience) {
    this.calls = calls;
    this.context = context;
    this.request = request;
    this.response = request.response();
    this.writes = new Writes(context, patience);
    this.head = request.method() == HttpMethod.HEAD;
  }

  /** The thread to interrupt when the client has gone. */
  void workedBy(Thread thread) {
    worker = thread;
    if (gone) {
      thread.interrupt();
    }
  }

  /** Whose it is; on the event loop. */
  void isFor(Route route) {
    ending.isFor(route.method() + " " + route.path());
  }

  /** The connection is closed, or the answer sent; on the event loop. */
  void closed() {
    stopTimer();
    if (over) {
      return;
    }
    over = true;
    ending.with(GONE);
    gone = true;
    Thread thread = worker;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Whether nothing more can be sent; on the event loop. */
  boolean over() {
    return over;
  }

  @Override
  public boolean gone() {
    return gone;
  }

  @Override
  public Failure told(Throwable why) {
    return Failure.of(calls.told(why));
  }

  @Override
  public Reply header(String name, String value) {
    response.putHeader(name, value);
    return this;
  }

  @Override
  public void send(int status, String type, byte[] body) throws InterruptedException {
    await(() -> whole(status, type, body));
  }

  @Override
  public void begin(int status, String type, long length) {
    response.setStatusCode(status).putHeader("Content-Type", type);
    if (length >= 0) {
      response.putHeader("Content-Length", Long.toString(length));
    } else {
      response.setChunked(true);
    }
  }

  @Override
  public void head() throws InterruptedException {
    await(
        () -> {
          begun = true;
          return response.writeHead();
        });
  }

  @Override
  public void write(byte[] piece) throws InterruptedException {
    await(
        () -> {
          begun = true;
          return response.write(Buffer.buffer(piece));
        });
  }

  @Override
  public void end() throws InterruptedException {
    await(
        () -> {
          over = true;
          stopTimer();
          ending.with(Integer.toString(response.getStatusCode()));
          return response.end();
        });
  }

  @Override
  public void keepAlive(byte[] piece) {
    context.runOnContext(
        nothing -> {
          if (!over && timer < 0) {
            timer =
                context
                    .owner()
                    .setPeriodic(
                        SILENCE_MILLIS,
                        now -> {
                          if (!over && !response.writeQueueFull()) {
                            response.write(Buffer.buffer(piece));
                          }
                        });
          }
        });
  }

  /**
   * Ends the exchange with a failure: as an answer if none has begun, else by cutting it off. Does
   * nothing if it is over.
   */
  void fail(Failure failure, ErrorForm form) {
    context.runOnContext(
        nothing -> {
          if (over) {
            return;
          }
          if (begun) {
            cutOff();
            return;
          }
          refuse(failure, form);
        });
  }

  private void refuse(Failure failure, ErrorForm form) {
    int status = HttpStatus.of(failure);
    if (status == UNAUTHORIZED) {
      response.putHeader("WWW-Authenticate", "Bearer"); // RFC 9110, section 11.6.1
    }
    if (failure.retryDelay() != null) {
      long seconds = failure.retryDelay().plusMillis(999).toSeconds();
      response.putHeader("Retry-After", Long.toString(Math.max(1, seconds)));
    }
    boolean unread = !request.isEnded();
    if (unread) {
      request.handler(discarded -> {}).endHandler(end -> {}).resume();
      if (request.version() != HttpVersion.HTTP_2) {
        response.putHeader("Connection", "close");
      }
    }
    WHOLE.forEach(response.headers()::remove);
    if (status != RANGE_NOT_SATISFIABLE) {
      response.headers().remove("Content-Range");
    }
    response.putHeader("Cache-Control", "no-store");
    byte[] body = form.json(failure, status).getBytes(StandardCharsets.UTF_8);
    Future<Void> told = whole(status, Reply.JSON, body);
    context
        .owner()
        .setTimer(
            FAREWELL_MILLIS,
            now -> {
              if (!told.isComplete() || unread && !request.isEnded()) {
                cutOff(); // it does not read this either, or sends on and on
              }
            });
  }

  private Future<Void> whole(int status, String type, byte[] body) {
    over = true;
    stopTimer();
    ending.with(Integer.toString(status));
    response.setStatusCode(status);
    if (!type.isEmpty()) {
      response.putHeader("Content-Type", type).putHeader("X-Content-Type-Options", "nosniff");
      response.putHeader("Content-Length", Integer.toString(body.length));
    }
    return head || body.length == 0 ? response.end() : response.end(Buffer.buffer(body));
  }

  private void cutOff() {
    over = true;
    stopTimer();
    ending.with(GONE);
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      // Closing it would wait for what is unread to be read.
      ((ConnectionBase) request.connection()).channelHandlerContext().close();
    }
  }

  private void stopTimer() {
    if (timer >= 0) {
      context.owner().cancelTimer(timer);
      timer = -1;
    }
  }

  private void await(Supplier<Future<Void>> write) throws InterruptedException {
    try {
      writes.await(() -> over, write);
    } catch (TimeoutException e) {
      context.runOnContext(nothing -> cutOff());
      throw GatewayException.tooSlow(
          "an answer was not read within %d ms".formatted(writes.patience().toMillis()));
    }
  }
}
