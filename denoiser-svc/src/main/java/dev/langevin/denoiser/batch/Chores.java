package dev.langevin.denoiser.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** Small work for when nothing has waited for a time, in order. Belongs to whoever has the lock. */
final class Chores {
  /** Longer than a job takes between two of its evaluations, which chores must not delay. */
  private static final Duration GAP = Duration.ofMillis(250);

  private record Chore(long quietNanos, Runnable work) {}

  private final Device device;
  private final Deque<Chore> chores = new ArrayDeque<>();

  Chores(Device device) {
    this.device = device;
  }

  void add(Duration quiet, Runnable work) {
    chores.add(new Chore(quiet.toNanos(), work));
  }

  void clear() {
    chores.clear();
  }

  /** How long the device must stay quiet until the next one's time has come; empty without one. */
  OptionalLong dueIn() {
    Chore next = chores.peek();
    if (next == null) {
      return OptionalLong.empty();
    }
    long gap = device.used() ? GAP.toNanos() : 0;
    return OptionalLong.of(Math.max(gap, next.quietNanos()) - device.quietNanos());
  }

  /** Takes the next one if its time has come. */
  Optional<Runnable> take() {
    OptionalLong wait = dueIn();
    return wait.isPresent() && wait.getAsLong() <= 0
        ? Optional.of(chores.remove().work())
        : Optional.empty();
  }
}
