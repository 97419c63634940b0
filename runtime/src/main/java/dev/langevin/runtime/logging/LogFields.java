package dev.langevin.runtime.logging;

import java.util.function.Supplier;
import org.slf4j.MDC;

/** What lines are about that a thread logs. */
public final class LogFields {
  static final String GENERATION = "generation";

  private LogFields() {}

  /** Does something; what this thread logs meanwhile is about a generation. */
  public static <T> T generation(String id, Supplier<T> work) {
    MDC.put(GENERATION, id);
    try {
      return work.get();
    } finally {
      MDC.remove(GENERATION);
    }
  }
}
