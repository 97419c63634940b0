package dev.langevin.gateway.jobs;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Completion;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.CreateGenerationRequest;
import java.time.Clock;
import java.util.Optional;

/**
 * Accepts jobs. The work record comes first, then the QUEUED snapshot, which is read back and
 * obeyed: a crash between the two leaves a job that runs, never one that hangs, and of two gateways
 * with the same request_id one wins at both.
 */
public final class Creation {
  /** Whose every generation is, as long as there is nobody else. */
  public static final String TENANT = "default";

  private final GenerationLog log;
  private final WorkQueue queue;
  private final Fleet fleet;
  private final Clock clock;
  private final int queueLimit;
  private final EndRate rate;

  /**
   * @param queueLimit generations that have not ended, at most
   * @param rate how fast they end
   */
  public Creation(
      GenerationLog log, WorkQueue queue, Fleet fleet, Clock clock, int queueLimit, EndRate rate) {
    this.log = log;
    this.queue = queue;
    this.fleet = fleet;
    this.clock = clock;
    this.queueLimit = queueLimit;
    this.rate = rate;
  }

  /** Accepts a job, or returns the one that its request_id already has. */
  public Snapshot create(CreateGenerationRequest create) {
    RequestRules.check(create);
    String requestId = create.getRequestId();
    String id = requestId.isEmpty() ? Identity.randomId() : Identity.idOf(TENANT, requestId);
    ByteString hash = Identity.hashOf(create.getGeneration());
    if (!requestId.isEmpty()) {
      Optional<Snapshot> known = log.get(id);
      if (known.isPresent()) {
        return sameRequest(known.get(), hash, requestId);
      }
    }
    Completion.Completed completed =
        Completion.complete(create.getGeneration(), catalog(create), id);
    int unfinished = log.unfinished();
    if (unfinished >= queueLimit) {
      throw GatewayException.queueFull(queueLimit, rate.until(unfinished - queueLimit + 1));
    }
    Work work =
        Work.newBuilder()
            .setGenerationId(id)
            .setWorkId(Identity.randomId())
            .setRequestHash(hash)
            .setRequest(completed.request())
            .setTenant(TENANT)
            .setCreateTime(Snapshots.timestamp(clock.instant()))
            .setRequestId(requestId)
            .build();
    queue.put(completed.entry().pool(), work);
    return sameRequest(log.write(Snapshots.queued(work)).folded(), hash, requestId);
  }

  /**
   * The models, asked for anew if the request names one that is not known or could not be used: it
   * may just have come, or been repaired.
   */
  private Catalog catalog(CreateGenerationRequest create) {
    Catalog now = fleet.now();
    String model = create.getGeneration().getModel();
    boolean usable =
        model.isEmpty()
            ? !now.entries().isEmpty()
            : now.find(model).filter(e -> e.model().getProblem().isEmpty()).isPresent();
    return usable ? now : fleet.refreshed();
  }

  private static Snapshot sameRequest(Snapshot folded, ByteString hash, String requestId) {
    if (!folded.getRequestHash().equals(hash)) {
      throw GatewayException.requestIdTaken(requestId, folded.getGeneration().getId());
    }
    return folded;
  }
}
