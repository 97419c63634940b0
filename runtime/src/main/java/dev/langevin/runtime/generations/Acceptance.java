package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.trace.Trace;

/**
 * Accepts jobs, durably. The work record comes first, then the QUEUED snapshot, which is read back:
 * a crash between the two leaves a job that runs, never one that hangs, and of two writers with the
 * same id one wins at both.
 *
 * @param queue where work records go
 * @param log where snapshots go
 */
public record Acceptance(WorkQueue queue, GenerationLog log) {
  /**
   * Accepts a job.
   *
   * @param pool of its model
   * @return the folded snapshot, of this work record or of an earlier one
   * @throws LogUnavailableException when Kafka stays silent; the job may be accepted all the same
   */
  public Snapshot accept(String pool, Work work) {
    String topic = Topics.work(pool, work.getRequest().getPriority());
    Work known = pool.equals(Topics.DEFAULT_POOL) ? work : work.toBuilder().setPool(pool).build();
    Trace trace = Trace.current();
    trace.run("kafka.enqueue", () -> queue.put(topic, work.getGenerationId(), known.toByteArray()));
    return trace.in("kafka.accept", () -> log.write(Snapshots.queued(known)).folded());
  }
}
