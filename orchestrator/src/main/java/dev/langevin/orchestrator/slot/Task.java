package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Outcome;
import java.time.Instant;

/** What a slot does with a record that it holds. */
public interface Task {
  /** What it is, for logs: {@code generation 3k…}. */
  String name();

  /** When somebody asked for it. */
  Instant since();

  /**
   * Does it. Never throws.
   *
   * @return what is to become of the record
   */
  Outcome run();

  /** Asks it to stop before its next effect; any thread may call this. */
  void stop(Stop why);
}
