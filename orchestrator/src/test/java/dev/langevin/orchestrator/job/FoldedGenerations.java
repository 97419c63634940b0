package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.Generation.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A log in memory, folded by the real fold. */
public final class FoldedGenerations implements Generations {
  private final Map<String, Snapshot> folded = new HashMap<>();
  private final List<Snapshot> accepted = new ArrayList<>();

  /** What happens before a claim is appended. */
  volatile Runnable beforeClaim = () -> {};

  @Override
  public synchronized Optional<Snapshot> get(String id) {
    return Optional.ofNullable(folded.get(id));
  }

  @Override
  public Snapshot append(Snapshot next) {
    if (next.getGeneration().getState() == State.STATE_RUNNING) {
      beforeClaim.run();
    }
    return fold(next);
  }

  /** Waits until the generation is no longer QUEUED. */
  synchronized void awaitClaim(String id) {
    try {
      while (folded.get(id) == null
          || folded.get(id).getGeneration().getState() == State.STATE_QUEUED) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Snapshot fold(Snapshot next) {
    notifyAll();
    String id = next.getGeneration().getId();
    if (Fold.apply(folded.get(id), next) instanceof Verdict.Accepted) {
      folded.put(id, next);
      accepted.add(next);
    }
    return folded.get(id);
  }

  /** Somebody else moves the generation. */
  synchronized Snapshot move(String id, UnaryOperator<Snapshot> move) {
    Snapshot next = move.apply(folded.get(id));
    append(next);
    if (!folded.get(id).equals(next)) {
      throw new IllegalArgumentException("the fold refused " + next);
    }
    return next;
  }

  /** The states that were accepted, in order. */
  synchronized List<State> states() {
    return accepted.stream().map(s -> s.getGeneration().getState()).toList();
  }
}
