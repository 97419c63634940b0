package dev.langevin.runtime.generations;

import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;

/**
 * What many generations have in common, for lists and counts.
 *
 * @param model its model, name@version
 * @param sampler by our name
 * @param priority its class
 */
public record Kind(String model, String sampler, Priority priority) {
  static Kind of(GenerationRequest request) {
    return new Kind(request.getModel(), request.getSampler(), request.getPriority());
  }

  /** The model's name, without its version. */
  String name() {
    int at = model.indexOf('@');
    return at < 0 ? model : model.substring(0, at);
  }
}
