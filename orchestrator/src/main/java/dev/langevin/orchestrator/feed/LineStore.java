package dev.langevin.orchestrator.feed;

import java.util.List;

/** Where the lines of batches are kept. */
@FunctionalInterface
public interface LineStore {
  /**
   * Some lines of a blob, in order.
   *
   * @param offset where the first of them begins
   * @return empty if the blob ends there
   * @throws dev.langevin.orchestrator.OrchestratorException of kind ENVIRONMENT if it can't be read
   *     now, of kind JOB if it is nowhere, or damaged
   */
  List<PlacedLine> read(String blob, long offset);
}
