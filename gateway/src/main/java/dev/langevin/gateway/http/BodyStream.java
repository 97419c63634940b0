package dev.langevin.gateway.http;

/** A body that is read while it comes; what is not asked for stays with the client. */
@FunctionalInterface
public interface BodyStream {
  /** The one of a request that has no such body. */
  BodyStream NONE = () -> null;

  /**
   * Waits for the next piece.
   *
   * @return null at the end
   * @throws dev.langevin.gateway.GatewayException if it is larger than allowed, or comes too slowly
   * @throws InterruptedException when the client has gone or the server stops
   */
  byte[] next() throws InterruptedException;
}
