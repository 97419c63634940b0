package dev.langevin.runtime.metrics;

/** Takes what is told of a number when somebody asks for it. */
@FunctionalInterface
public interface Told {
  /**
   * One value; several of the same labels add up.
   *
   * @param labels the values of the number's labels, in their order
   */
  void value(double value, String... labels);
}
