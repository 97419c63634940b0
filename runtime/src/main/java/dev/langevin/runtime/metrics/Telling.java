package dev.langevin.runtime.metrics;

/** That somebody is asked for values, until this is closed. */
@FunctionalInterface
public interface Telling extends AutoCloseable {
  @Override
  void close();
}
