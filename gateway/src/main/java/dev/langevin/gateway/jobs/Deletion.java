package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import java.time.Clock;
import java.util.function.Predicate;

/**
 * Deletes what has ended. The stub comes first, then the sweep of the artifacts. The other way
 * round, a crash in between would leave a generation that names pictures nobody has any more; this
 * way it leaves artifacts that nobody can ask for, and the stub, which stays until they are swept.
 */
public final class Deletion {
  private final GenerationLog log;
  private final Sweeper sweeper;
  private final Clock clock;

  /** Deletes from this log. */
  public Deletion(GenerationLog log, Sweeper sweeper, Clock clock) {
    this.log = log;
    this.sweeper = sweeper;
    this.clock = clock;
  }

  /**
   * Deletes a tenant's generation; a deleted one stays so.
   *
   * @return what is left of it
   */
  public Generation delete(String tenant, String id) {
    return delete(id, current -> Generations.owns(tenant, current));
  }

  /** The same, whoever's it is: its time is over. */
  void expire(String id) {
    delete(id, current -> true);
  }

  private Generation delete(String id, Predicate<Snapshot> own) {
    Snapshot folded =
        log.move(id, current -> own.test(current) ? stub(current) : null)
            .filter(own)
            .orElseThrow(() -> GatewayException.unknownGeneration(RequestRules.shown(id)));
    Generation generation = folded.getGeneration();
    if (!Fold.deleted(folded)) {
      throw GatewayException.notEnded(id, Snapshots.name(generation.getState()));
    }
    sweeper.soon(id);
    return generation;
  }

  private Snapshot stub(Snapshot current) {
    boolean there = Fold.ended(current.getGeneration().getState()) && !Fold.deleted(current);
    return there ? Snapshots.deleted(current, clock.instant()) : null;
  }
}
