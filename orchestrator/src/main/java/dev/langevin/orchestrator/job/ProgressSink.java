package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.ProgressEvent;

/** Where progress is told. */
@FunctionalInterface
public interface ProgressSink {
  /** Tells, without waiting; progress may be lost. */
  void tell(ProgressEvent event);

  /** Returns once all that was told has arrived, or is lost: within seconds. */
  default void flush() {}
}
