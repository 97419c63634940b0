package dev.langevin.runtime.model.store;

import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;

/** What a service tells of its models. */
public final class ModelMeters {
  private ModelMeters() {}

  /** Tells how many are loaded, unloaded and broken, until it is closed. */
  public static Telling tell(String service, ModelStore<?> store) {
    return Meters.ofProcess()
        .tell(
            Meter.MODELS,
            told -> {
              for (Known<?> known : store.known()) {
                told.value(1, service, state(known));
              }
            });
  }

  private static String state(Known<?> known) {
    if (!known.problem().isEmpty()) {
      return "broken";
    }
    return known.loaded().isPresent() ? "loaded" : "unloaded";
  }
}
