package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;

/**
 * What many generations have in common, for lists and counts.
 *
 * @param tenant whose it is
 * @param model its model, name@version
 * @param sampler by our name
 * @param priority its class
 * @param pool whose queue it was put into; its model may be of another by now
 * @param shard which of the pool's
 */
public record Kind(
    String tenant, String model, String sampler, Priority priority, String pool, int shard) {
  /** One in the first shard of its pool. */
  public Kind(String tenant, String model, String sampler, Priority priority, String pool) {
    this(tenant, model, sampler, priority, pool, 0);
  }

  static Kind of(Snapshot snapshot) {
    GenerationRequest request = snapshot.getGeneration().getRequest();
    return new Kind(
        Tenants.of(snapshot),
        request.getModel(),
        request.getSampler(),
        request.getPriority(),
        pool(snapshot),
        snapshot.getShard());
  }

  /** The queue of a generation that is no stub. */
  static WorkTopic queue(Snapshot snapshot) {
    Priority priority = snapshot.getGeneration().getRequest().getPriority();
    return new WorkTopic(pool(snapshot), priority, snapshot.getShard());
  }

  private static String pool(Snapshot snapshot) {
    return snapshot.getPool().isEmpty() ? Topics.DEFAULT_POOL : snapshot.getPool();
  }

  /** The queue of those of this kind. */
  public WorkTopic queue() {
    return new WorkTopic(pool, priority, shard);
  }

  /** The model's name, without its version. */
  String name() {
    int at = model.indexOf('@');
    return at < 0 ? model : model.substring(0, at);
  }
}
