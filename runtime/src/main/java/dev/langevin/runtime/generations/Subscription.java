package dev.langevin.runtime.generations;

/** Ends a listener's subscription. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
