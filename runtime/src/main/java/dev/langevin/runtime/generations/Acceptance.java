package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.topics.Shards;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.runtime.trace.Trace;

/**
 * Accepts jobs, durably. The work record comes first, then the QUEUED snapshot, which is read back:
 * a crash between the two leaves a job that runs, never one that hangs, and of two writers with the
 * same id one wins at both.
 *
 * @param queue where work records go
 * @param log where snapshots go
 * @param shards how many queues each pool has
 */
public record Acceptance(WorkQueue queue, GenerationLog log, Shards shards) {
  /**
   * Accepts a job.
   *
   * @param pool of its model
   * @return the folded snapshot, of this work record or of an earlier one
   * @throws LogUnavailableException when Kafka stays silent; the job may be accepted all the same
   */
  public Snapshot accept(String pool, Work work) {
    int shard = shards.shard(pool, work.getGenerationId());
    Work.Builder known = work.toBuilder().setShard(shard);
    if (!pool.equals(Topics.DEFAULT_POOL)) {
      known.setPool(pool);
    }
    Work placed = known.build();
    String topic = new WorkTopic(pool, work.getRequest().getPriority(), shard).name();
    Trace trace = Trace.current();
    trace.run(
        "kafka.enqueue", () -> queue.put(topic, placed.getGenerationId(), placed.toByteArray()));
    return trace.in("kafka.accept", () -> log.write(Snapshots.queued(placed)).folded());
  }
}
