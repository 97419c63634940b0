package dev.langevin.runtime.logging;

import java.util.function.Supplier;
import org.slf4j.MDC;

/** What lines are about that a thread logs. */
public final class LogFields {
  static final String GENERATION = "generation";

  private LogFields() {}

  /** Does something; what this thread logs meanwhile is about a generation. */
  public static <T> T generation(String id, Supplier<T> work) {
    String before = MDC.get(GENERATION);
    MDC.put(GENERATION, id);
    try {
      return work.get();
    } finally {
      if (before == null) {
        MDC.remove(GENERATION);
      } else {
        MDC.put(GENERATION, before);
      }
    }
  }

  /** The same for another thread. */
  public static Runnable wrap(String id, Runnable work) {
    return () ->
        generation(
            id,
            () -> {
              work.run();
              return id;
            });
  }
}
