package dev.langevin.orchestrator.slot;

import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Job;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.runtime.generations.Snapshots;
import java.time.Instant;
import java.util.Optional;

/**
 * A generation as a slot's task.
 *
 * @param work the record
 * @param job what is done with it
 */
public record JobTask(Work work, Job job) implements Task {
  @Override
  public String name() {
    return "generation " + work.getGenerationId();
  }

  @Override
  public Optional<String> generation() {
    return Optional.of(work.getGenerationId());
  }

  @Override
  public Instant since() {
    return Snapshots.instant(work.getCreateTime());
  }

  @Override
  public Outcome run() {
    return job.run();
  }

  @Override
  public void stop(Stop why) {
    job.stop(why);
  }
}
