package dev.langevin.orchestrator.job;

import java.util.Set;

/** The denoiser replicas. */
public interface Denoisers {
  /**
   * Opens a stream to one of them and sends the conditionings.
   *
   * @param avoid names of replicas that are taken only if there is no other, and none that may come
   *     back
   * @throws dev.langevin.orchestrator.OrchestratorException of kind ENVIRONMENT if none can be had
   */
  PredictionStream open(Opening opening, Set<String> avoid);

  /**
   * A replica answered well what others answered badly.
   *
   * @param doubted the others, and maybe the one
   */
  void blame(Set<String> doubted, String well);
}
