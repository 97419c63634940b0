package dev.langevin.runtime.management;

import java.util.List;
import java.util.Optional;

/** How something that runs here is, as those who look after the process want to know. */
public interface Condition {
  /**
   * What it lacks to take work, each in words for a person; empty if it lacks nothing. May take
   * seconds. It is asked again and again until it lacks nothing, and not any more after that: what
   * goes away later is away for all replicas alike, and taking this one from those who call it
   * would make nothing better.
   */
  default List<String> missing() {
    return List.of();
  }

  /**
   * Why it can't go on by itself and has to be started anew; empty as long as it can. Says so at
   * once.
   */
  default Optional<String> stuck() {
    return Optional.empty();
  }
}
