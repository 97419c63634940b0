package dev.langevin.gateway.jobs;

/**
 * Where the messages of a stream go.
 *
 * @param <T> what they are
 */
@FunctionalInterface
public interface Sink<T> {
  /**
   * Sends a message and waits until the connection has taken it.
   *
   * @throws InterruptedException when the reader has gone or the server stops
   */
  void send(T message) throws InterruptedException;
}
