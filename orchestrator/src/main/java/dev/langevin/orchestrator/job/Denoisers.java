package dev.langevin.orchestrator.job;

import java.util.Set;

/** The denoiser replicas. */
public interface Denoisers {
  /**
   * Opens a stream to one of them and sends the conditionings.
   *
   * @param avoid names of replicas that are taken only if there is no other
   * @throws dev.langevin.orchestrator.OrchestratorException of kind ENVIRONMENT if none can be had
   */
  PredictionStream open(Opening opening, Set<String> avoid);

  /** Another replica answered well what this one answered badly. */
  void blame(String replica);
}
