package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What gRPC calls of one kind may take of the memory: a message waits there until it is whole, and
 * one connection could begin thousands. On the event loop.
 */
final class Room {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final String what;
  private final int messageLimit;
  private final int most;
  private final boolean hurried;
  private final boolean wholeCalls;
  private final Set<HttpServerRequest> inside = new HashSet<>();

  /**
   * @param what the calls are, in the plural, for who finds no room
   * @param messageLimit bytes of a message, at most
   * @param most calls at a time
   * @param hurried whether a call's messages have to come within the readers' patience
   * @param wholeCalls whether a call is here until its answer is sent, or until its messages have
   *     come
   */
  Room(String what, int messageLimit, int most, boolean hurried, boolean wholeCalls) {
    this.what = what;
    this.messageLimit = messageLimit;
    this.most = most;
    this.hurried = hurried;
    this.wholeCalls = wholeCalls;
  }

  int messageLimit() {
    return messageLimit;
  }

  boolean hurried() {
    return hurried;
  }

  /**
   * Takes a call in.
   *
   * @throws GatewayException if there is no room
   */
  void enter(HttpServerRequest request) {
    if (inside.size() >= most) {
      throw GatewayException.tooMany(what, most, RETRY);
    }
    if (wholeCalls) {
      inside.add(request);
    } else if (!request.isEnded()) {
      inside.add(request);
      request.end().onComplete(ended -> leave(request));
    }
  }

  /** The call is over; any number of times. */
  void leave(HttpServerRequest request) {
    inside.remove(request);
  }
}
