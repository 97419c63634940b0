package dev.langevin.runtime.generations;

import dev.langevin.events.v1.Snapshot;
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
 */
public record Kind(String tenant, String model, String sampler, Priority priority, String pool) {
  static Kind of(Snapshot snapshot) {
    GenerationRequest request = snapshot.getGeneration().getRequest();
    return new Kind(
        Tenants.of(snapshot),
        request.getModel(),
        request.getSampler(),
        request.getPriority(),
        pool(snapshot));
  }

  /** The pool of a generation that is no stub. */
  static String pool(Snapshot snapshot) {
    return snapshot.getPool().isEmpty() ? Topics.DEFAULT_POOL : snapshot.getPool();
  }

  /** The model's name, without its version. */
  String name() {
    int at = model.indexOf('@');
    return at < 0 ? model : model.substring(0, at);
  }
}
