package dev.langevin.client.doctor;

import java.util.List;

/** Looks at one thing. */
@FunctionalInterface
public interface Check {
  /** What was found; in seconds at most, and without changing anything. */
  List<Finding> run();
}
