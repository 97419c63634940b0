package dev.langevin.orchestrator.job;

/** What is known about models. */
@FunctionalInterface
public interface Models {
  /**
   * The model of a name.
   *
   * @throws dev.langevin.orchestrator.OrchestratorException of kind ENVIRONMENT if no denoiser
   *     serves it at present
   */
  ModelFacts named(String name);
}
