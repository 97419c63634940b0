package dev.langevin.runtime.management;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a process takes work: from the moment that nothing was missing until it is drained.
 * Asking for what is missing is done beside those who want to know, who never wait.
 */
final class Readiness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration PERIOD = Duration.ofMillis(250);

  private volatile List<String> missing = List.of("it is starting");
  private volatile boolean draining;
  private volatile Thread asking;

  /** Asks these, by name, until none lacks anything. */
  void watch(Map<String, ? extends Condition> conditions) {
    asking = Thread.ofPlatform().name("readiness").daemon().start(() -> askUntilReady(conditions));
  }

  /** It takes no work from now on. */
  void drain() {
    draining = true;
  }

  /** What is missing; empty if it is ready. */
  List<String> missing() {
    return draining ? List.of("it is stopping") : missing;
  }

  @Override
  public void close() {
    drain();
    Thread thread = asking;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void askUntilReady(Map<String, ? extends Condition> conditions) {
    try {
      List<String> before = missing;
      for (List<String> now = ask(conditions); !now.isEmpty(); now = ask(conditions)) {
        missing = now;
        if (!now.equals(before)) {
          LOG.info("Not ready: {}", String.join("; ", now));
          before = now;
        }
        Thread.sleep(PERIOD);
      }
      missing = List.of();
      LOG.info("Ready");
    } catch (InterruptedException e) {
      LOG.debug("Nobody wants to know any more");
    }
  }

  private static List<String> ask(Map<String, ? extends Condition> conditions) {
    List<String> found = new ArrayList<>();
    conditions.forEach(
        (name, condition) -> {
          try {
            condition.missing().forEach(what -> found.add(name + ": " + what));
          } catch (RuntimeException e) {
            found.add(name + ": " + e);
          }
        });
    return List.copyOf(found);
  }
}
