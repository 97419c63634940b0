package dev.langevin.runtime.management;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether a process can go on by itself. */
final class Liveness {
  /** Looking for deadlocks stops all threads for a moment. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private volatile Map<String, ? extends Condition> conditions = Map.of();
  private List<String> found = List.of();
  private long lookedNanos = System.nanoTime() - FRESH.toNanos();

  /** Asks these, by name. */
  void watch(Map<String, ? extends Condition> watched) {
    conditions = watched;
  }

  /** What is stuck; empty if nothing is. */
  synchronized List<String> stuck() {
    if (System.nanoTime() - lookedNanos >= FRESH.toNanos()) {
      found = look();
      lookedNanos = System.nanoTime();
    }
    return found;
  }

  private List<String> look() {
    List<String> stuck = new ArrayList<>();
    conditions.forEach(
        (name, condition) -> condition.stuck().ifPresent(why -> stuck.add(name + ": " + why)));
    long[] locked = threads.findDeadlockedThreads();
    if (locked != null) {
      List<String> names =
          Arrays.stream(threads.getThreadInfo(locked))
              .filter(Objects::nonNull)
              .map(ThreadInfo::getThreadName)
              .toList();
      stuck.add("threads wait for each other for good: " + String.join(", ", names));
    }
    return List.copyOf(stuck);
  }
}
