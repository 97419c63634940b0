package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Outcome;
import java.time.Instant;
import java.util.Optional;

/** What a slot does with a record that it holds. */
public interface Task {
  /** What it is, for logs: {@code generation 3k…}. */
  String name();

  /** The id of the generation that it makes; empty if it makes none of its own. */
  Optional<String> generation();

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
