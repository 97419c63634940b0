package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Snapshot;
import java.util.Optional;

/** The folded log of generations, as far as a job needs it. */
public interface Generations {
  /** The folded snapshot, as far as this process has read. */
  Optional<Snapshot> get(String id);

  /**
   * Appends and waits until it is read back.
   *
   * @return the folded snapshot then, whether the appended one counted or not
   * @throws dev.langevin.orchestrator.OrchestratorException of kind ENVIRONMENT if the log can't be
   *     written or read
   */
  Snapshot append(Snapshot next);
}
