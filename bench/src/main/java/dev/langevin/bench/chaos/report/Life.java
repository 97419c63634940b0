package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.JobRecord;
import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.Priority;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A job's life as all its watchers together saw it.
 *
 * @param job whose
 * @param seen all they saw, in order of time
 * @param attempts its attempts, by when they began
 */
public record Life(JobRecord job, List<Seen> seen, TreeMap<Long, Attempt> attempts) {
  /** News of what happened before is at most this late. */
  private static final long LATE_MILLIS = 1000;

  /**
   * What was seen of an attempt.
   *
   * @param first evaluations done when it first reported; 0 if it never did
   * @param last evaluations done when it last reported
   */
  public record Attempt(int first, int last) {
    /** Evaluations that had been done when it began; empty if it never reported. */
    OptionalLong resumedAt() {
      return first == 0 ? OptionalLong.empty() : OptionalLong.of(first - 1L);
    }

    private Attempt and(int evaluation) {
      return evaluation == 0
          ? this
          : new Attempt(
              first == 0 ? evaluation : Math.min(first, evaluation), Math.max(last, evaluation));
    }
  }

  /** Of a record. */
  public static Life of(JobRecord job) {
    List<Seen> seen = job.seen().stream().sorted(Comparator.comparingLong(Seen::at)).toList();
    TreeMap<Long, Attempt> attempts = new TreeMap<>();
    for (Seen one : seen) {
      if (one.start() != Seen.NONE && one.state() == State.STATE_RUNNING) {
        attempts.merge(
            one.start(),
            new Attempt(0, 0).and(one.evaluation()),
            (known, more) -> known.and(one.evaluation()));
      }
    }
    return new Life(job, seen, attempts);
  }

  /** Whether others wait for it. */
  boolean interactive() {
    return job.order().priority() == Priority.PRIORITY_INTERACTIVE;
  }

  /** Evaluations that were done more than once. */
  public long repeated() {
    long repeated = 0;
    Attempt before = null;
    for (Attempt attempt : attempts.values()) {
      if (before != null && attempt.resumedAt().isPresent()) {
        repeated += Math.max(0, before.last() - attempt.resumedAt().getAsLong());
      }
      before = attempt.first() == 0 && before != null ? before : attempt;
    }
    return repeated;
  }

  /** Whether it ran at a time. */
  boolean running(long at) {
    Seen last = null;
    for (Seen one : seen) {
      if (one.at() > at) {
        break;
      }
      last = one;
    }
    return last != null && last.state() == State.STATE_RUNNING;
  }

  /** Whether it was seen to come further between two times. */
  boolean cameFurther(long from, long to) {
    return seen.stream().anyMatch(one -> one.news() && one.at() > from && one.at() <= to);
  }

  /** How long after {@code at} it was seen to have come further; empty if never. */
  OptionalLong resumed(long at) {
    Seen last = null;
    for (Seen one : seen) {
      if (one.at() <= at) {
        last = one;
      } else if (last == null
          || one.evaluation() != last.evaluation()
          || one.state() != last.state()
          || one.start() != last.start()) {
        return OptionalLong.of(one.at() - at);
      }
    }
    return OptionalLong.empty();
  }

  /** The first attempt that began between two times, and when. */
  Optional<Map.Entry<Long, Attempt>> attemptBetween(long from, long to) {
    return Optional.ofNullable(attempts.higherEntry(from)).filter(e -> e.getKey() < to);
  }

  /** The attempt after the one that ran at a time, if that one was heard of no more; and when. */
  Optional<Map.Entry<Long, Attempt>> successor(long at) {
    Long ran = attempts.floorKey(at);
    boolean lives =
        seen.stream()
            .anyMatch(one -> ran != null && one.start() == ran && one.at() > at + LATE_MILLIS);
    return lives ? Optional.empty() : attemptBetween(at, Long.MAX_VALUE);
  }

  /** Evaluations that were done at a time, by the attempt that ran then. */
  int doneAt(long at) {
    Long start = attempts.floorKey(at);
    return seen.stream()
        .filter(one -> one.at() <= at && start != null && one.start() == start)
        .mapToInt(Seen::evaluation)
        .max()
        .orElse(0);
  }

  /** How many attempts had begun at a time. */
  int attemptsBefore(long at) {
    return attempts.headMap(at, true).size();
  }
}
