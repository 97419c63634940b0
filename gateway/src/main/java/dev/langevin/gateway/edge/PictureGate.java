package dev.langevin.gateway.edge;

import dev.langevin.gateway.diffusion.Forwarding;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets in so many gRPC calls whose messages hold pictures. A message waits in memory until it is
 * whole, and a connection could send thousands at a time; the others are refused before any of
 * theirs is read. On event loops.
 */
final class PictureGate implements Handler<HttpServerRequest> {
  /** As many as may run, and as many that come in meanwhile. */
  static final int MOST = 2 * Forwarding.MOST_CALLS;

  /** How long a client may go on to send after its answer. */
  private static final long FAREWELL_MILLIS = 2_000;

  private final Vertx vertx;
  private final Handler<HttpServerRequest> open;
  private final Handler<HttpServerRequest> full;
  private final Duration patience;
  private final Set<HttpServerRequest> inside = ConcurrentHashMap.newKeySet();

  /**
   * @param open takes calls while there is room
   * @param full refuses them
   * @param patience how long a call may take to come in
   */
  PictureGate(
      Vertx vertx,
      Handler<HttpServerRequest> open,
      Handler<HttpServerRequest> full,
      Duration patience) {
    this.vertx = vertx;
    this.open = open;
    this.full = full;
    this.patience = patience;
  }

  @Override
  public void handle(HttpServerRequest request) {
    boolean room = inside.size() < MOST;
    if (room) {
      inside.add(request);
    }
    long timer = endIn(Math.max(1, patience.toMillis()), request);
    request.response().closeHandler(nothing -> over(request, timer));
    request.response().endHandler(nothing -> over(request, timer));
    (room ? open : full).handle(request);
  }

  private void over(HttpServerRequest request, long timer) {
    vertx.cancelTimer(timer);
    inside.remove(request);
    if (!request.isEnded()) {
      endIn(FAREWELL_MILLIS, request);
    }
  }

  private long endIn(long millis, HttpServerRequest request) {
    return vertx.setTimer(
        millis,
        now -> {
          if (!request.isEnded()) {
            request.response().reset();
          }
        });
  }
}
