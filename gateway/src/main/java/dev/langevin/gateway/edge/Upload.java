package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.http.HttpRefusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** One body on its way in: of so many bytes at most, within so much time. On the event loop. */
final class Upload {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Holding holding;
  private final Duration patience;
  private Buffer body = Buffer.buffer();
  private long timer;
  private boolean over;

  /**
   * @param holding what it takes of the room for bodies
   * @param patience from the head to the last byte
   */
  Upload(Vertx vertx, HttpServerRequest request, Holding holding, Duration patience) {
    this.vertx = vertx;
    this.request = request;
    this.holding = holding;
    this.patience = patience;
  }

  /**
   * Reads it to its end. Exactly one of the two is called, or none if the client goes.
   *
   * @param limit bytes, at most
   */
  void read(int limit, Consumer<byte[]> whole, Consumer<GatewayException> refused) {
    timer =
        vertx.setTimer(
            Math.max(1, patience.toMillis()),
            now -> refuse(HttpRefusal.uploadSlow(patience), refused));
    request.handler(piece -> add(piece, limit, refused));
    request.endHandler(
        nothing -> {
          if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            byte[] bytes = body.getBytes();
            body = null;
            whole.accept(bytes);
          }
        });
  }

  /** The body is of no use any more; on any thread, any number of times. */
  void forget() {
    holding.release();
  }

  private void add(Buffer piece, int limit, Consumer<GatewayException> refused) {
    if (over) {
      return;
    }
    if (body.length() + piece.length() > limit) {
      refuse(limit == 0 ? HttpRefusal.noBody() : HttpRefusal.tooLarge(limit), refused);
      return;
    }
    try {
      holding.take(piece.length());
    } catch (GatewayException full) {
      refuse(full, refused);
      return;
    }
    body.appendBuffer(piece);
  }

  private void refuse(GatewayException refusal, Consumer<GatewayException> refused) {
    if (!over) {
      stop();
      refused.accept(refusal);
    }
  }

  /** No more of it comes. */
  void stop() {
    if (!over) {
      over = true;
      body = null;
      vertx.cancelTimer(timer);
      forget();
    }
  }
}
