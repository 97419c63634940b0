package dev.langevin.orchestrator.kafka;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.job.Generations;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.LogUnavailableException;
import java.util.Optional;

/** The log of generations in Kafka, as jobs need it. */
public record KafkaGenerations(GenerationLog log) implements Generations {
  @Override
  public Optional<Snapshot> get(String id) {
    return log.peek(id);
  }

  @Override
  public Snapshot append(Snapshot next) {
    try {
      var outcome = log.write(next);
      if (outcome.folded() == null) {
        throw OrchestratorException.attempt("the fold refuses " + outcome.verdict(), null);
      }
      return outcome.folded();
    } catch (LogUnavailableException e) {
      throw Thread.currentThread().isInterrupted()
          ? OrchestratorException.stopped(DRAINED)
          : OrchestratorException.environment(e.getMessage(), e);
    }
  }
}
