package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Stands before the gRPC server, which holds what comes of a message until it is whole, whoever
 * sends it: callers sign in, and find room, before anything but the head of their call is read. The
 * others are told by a server that reads nothing. A client that goes on to send after its answer,
 * or takes too long for its messages, has its stream reset. All on the server's one event loop.
 */
final class GrpcGate implements Handler<HttpServerRequest> {
  /** Bytes of a message where calls are refused, or everybody may call. */
  static final int TINY = 4 << 10;

  /** How long a client may go on to send after its answer. */
  private static final long FAREWELL_MILLIS = 2_000;

  private final Vertx vertx;
  private final Entrance entrance;
  private final Duration patience;
  private final Room usual;
  private final Room open = new Room("calls", TINY, Calls.OPEN, true, true);
  private final Map<String, Scope> scopes = new HashMap<>();
  private final Map<String, Room> rooms = new HashMap<>();
  private final Map<Integer, Handler<HttpServerRequest>> servers = new HashMap<>();
  private IntFunction<Handler<HttpServerRequest>> server;

  /** Of the call that the gRPC server is handed just now; it asks the method for it at once. */
  private Arrival arriving;

  /**
   * @param patience how long a call may take to come in
   * @param usual for the calls that have no room of their own
   */
  GrpcGate(Vertx vertx, Entrance entrance, Duration patience, Room usual) {
    this.vertx = vertx;
    this.entrance = entrance;
    this.patience = patience;
    this.usual = usual;
  }

  /** There is this method, and who calls it needs this. */
  void method(String path, Scope scope) {
    scopes.put(path, scope);
  }

  /** Calls of a method have a room of their own. */
  void room(String path, Room room) {
    rooms.put(path, room);
  }

  /**
   * Where calls go on to.
   *
   * @param server makes a gRPC server with all services, from the most bytes of a message
   */
  void leadsTo(IntFunction<Handler<HttpServerRequest>> server) {
    this.server = server;
  }

  /** What is decided of the call that a method gets. */
  Arrival arrival() {
    if (arriving == null) {
      throw new IllegalStateException("a call came past the gate");
    }
    return arriving;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path();
    Scope scope =
        scopes.getOrDefault(path, Scope.OPEN); // health, reflection, and what is not there
    Room room = scope == Scope.OPEN ? open : rooms.getOrDefault(path, usual);
    long timer = room.hurried() ? endIn(Math.max(1, patience.toMillis()), request) : -1;
    request.response().closeHandler(nothing -> over(request, room, timer));
    request.response().endHandler(nothing -> over(request, room, timer));
    entrance.admit(
        request.headers(),
        path.substring(path.lastIndexOf('/') + 1),
        scope,
        new Entrance.Way() {
          private boolean held;

          @Override
          public void hold() {
            request.pause();
            held = true;
          }

          @Override
          public void in(Caller caller) {
            if (!request.response().closed()) { // its client may have left meanwhile
              hand(request, decided(request, room, caller));
              release();
            }
          }

          @Override
          public void out(GatewayException refusal) {
            if (!request.response().closed()) {
              hand(request, new Arrival(null, refusal, TINY));
              release();
            }
          }

          private void release() {
            if (held && !request.isEnded()) {
              request.resume();
            }
          }
        });
  }

  private static Arrival decided(HttpServerRequest request, Room room, Caller caller) {
    try {
      room.enter(request);
      return new Arrival(caller, null, room.messageLimit());
    } catch (GatewayException e) {
      return new Arrival(null, e, TINY);
    }
  }

  private void hand(HttpServerRequest request, Arrival arrival) {
    arriving = arrival;
    try {
      servers.computeIfAbsent(arrival.messageLimit(), server::apply).handle(request);
    } finally {
      arriving = null;
    }
  }

  private void over(HttpServerRequest request, Room room, long timer) {
    vertx.cancelTimer(timer);
    room.leave(request);
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
