package dev.langevin.gateway.batches;

/**
 * Where the messages of a client's stream come from.
 *
 * @param <T> what they are
 */
@FunctionalInterface
public interface Source<T> {
  /**
   * Waits for the next message.
   *
   * @return null at the end of the stream
   * @throws InterruptedException when the client has gone or the server stops
   */
  T next() throws InterruptedException;
}
