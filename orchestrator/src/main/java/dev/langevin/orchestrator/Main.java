package dev.langevin.orchestrator;

import dev.langevin.runtime.lifecycle.Services;

/** Runs the orchestrator as a process of its own. */
public final class Main {
  private Main() {}

  /** Takes its settings from the environment. */
  public static void main(String[] arguments) {
    Services.main(
        "orchestrator",
        environment -> {
          OrchestratorConfig config = OrchestratorConfig.fromEnvironment(environment);
          environment.refuseUnknown();
          return Orchestrator.start(config);
        });
  }
}
