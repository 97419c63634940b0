package dev.langevin.bench.durability;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.job.Generations;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots that are folded, and gone with the process. */
final class MemoryGenerations implements Generations {
  private final Map<String, Snapshot> folded = new ConcurrentHashMap<>();

  @Override
  public Optional<Snapshot> get(String id) {
    return Optional.ofNullable(folded.get(id));
  }

  @Override
  public Snapshot append(Snapshot next) {
    return folded.compute(
        next.getGeneration().getId(),
        (id, current) -> Fold.apply(current, next) instanceof Verdict.Accepted ? next : current);
  }
}
