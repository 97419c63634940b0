package dev.langevin.gateway.diffusion;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.jobs.Sink;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives a reader so much time for all messages together: one that uses up what it has for each
 * would keep its place for an hour.
 *
 * @param <T> what they are
 */
final class ReadInTime<T> implements Sink<T> {
  private final Sink<T> sink;
  private final Duration patience;
  private final LongSupplier nanos;
  private long waited;

  /**
   * @param patience how long all messages may wait to be taken
   * @param nanos the time, as {@link System#nanoTime}
   */
  ReadInTime(Sink<T> sink, Duration patience, LongSupplier nanos) {
    this.sink = sink;
    this.patience = patience;
    this.nanos = nanos;
  }

  @Override
  public void send(T message) throws InterruptedException {
    if (waited > patience.toNanos()) {
      throw GatewayException.tooSlow(
          "the messages were not read within %d ms in all".formatted(patience.toMillis()));
    }
    long since = nanos.getAsLong();
    sink.send(message);
    waited += nanos.getAsLong() - since;
  }
}
