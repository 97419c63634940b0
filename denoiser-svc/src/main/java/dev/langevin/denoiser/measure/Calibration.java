package dev.langevin.denoiser.measure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds the best number of rows of a run: says which number to time next, and what the times mean.
 * Numbers double as long as more may be better; then all of them are timed again in rounds, so that
 * what else the machine does falls on all alike, until the shortest times repeat.
 */
final class Calibration {
  private static final int MAX_ROWS = 256;

  /** How often a number is timed before a larger one; the first time is always a slow one. */
  private static final int REPEATS = 3;

  private static final int MAX_ROUNDS = 9;

  private final Duration limit;
  private final Curve curve = new Curve();
  private final List<Integer> sizes = new ArrayList<>();
  private final Deque<Integer> next = new ArrayDeque<>();
  private boolean grown;
  private int rounds;

  /**
   * @param limit the longest run that is wanted
   */
  Calibration(Duration limit) {
    this.limit = limit;
    grow(1);
  }

  /** How many rows to time next; empty once there is nothing more to find out. */
  OptionalInt next() {
    if (next.isEmpty() && !grown) {
      int most = sizes.getLast();
      grown = most == MAX_ROWS || curve.complete(limit);
      if (!grown) {
        grow(2 * most);
      }
    }
    if (next.isEmpty() && (rounds == 0 || !curve.stable() && rounds < MAX_ROUNDS)) {
      next.addAll(sizes);
      rounds++;
    }
    return next.isEmpty() ? OptionalInt.empty() : OptionalInt.of(next.peek());
  }

  /** A run of as many rows as {@link #next} said took so long. */
  void took(long nanos) {
    curve.add(next.remove(), nanos);
  }

  /**
   * As many rows as {@link #next} said can't be run: fewer have to do.
   *
   * @throws IllegalStateException if not even one can
   */
  void failed() {
    int rows = next.remove();
    if (rows == 1) {
      throw new IllegalStateException("not even one row can be run");
    }
    sizes.removeIf(size -> size >= rows);
    curve.keepBelow(rows);
    next.clear();
    grown = true;
  }

  /** What was timed. */
  Curve curve() {
    return curve;
  }

  /** The best number of rows. */
  int best() {
    return curve.knee(limit);
  }

  private void grow(int rows) {
    sizes.add(rows);
    for (int i = 0; i < REPEATS; i++) {
      next.add(rows);
    }
  }
}
