package dev.langevin.gateway.http;

/** What a route does, on a virtual thread. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a request. Exceptions thrown before the first byte of the answer become an error of the
   * route's form; later ones cut the answer off.
   *
   * @throws InterruptedException when the client has gone or the server stops
   */
  void handle(Request request, Reply reply) throws InterruptedException;
}
