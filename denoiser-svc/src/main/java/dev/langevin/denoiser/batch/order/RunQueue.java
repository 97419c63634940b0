package dev.langevin.denoiser.batch.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What waits, and what of it runs next. Knows neither clock nor threads: whoever uses it tells the
 * time, and lets in one at a time.
 *
 * @param <E> an evaluation of one job
 * @param <K> what rows must share to be run together
 */
public final class RunQueue<E, K> {
  private final Policy policy;
  private final Tenants tenants;
  private final List<Portion<E, K>> waiting = new ArrayList<>();
  private Pace pace = Pace.UNKNOWN;
  private long evaluations;
  private long jobs;
  private long runs;
  private int rows;

  private record Ranked<E, K>(Claim claim, Portion<E, K> portion) {}

  /**
   * An empty one.
   *
   * @param credit how many rows a tenant that was away may be behind those that wait
   */
  public RunQueue(Policy policy, long credit) {
    this.policy = policy;
    this.tenants = new Tenants(credit);
  }

  /** The denoiser's. */
  public static <E, K> RunQueue<E, K> standard() {
    return new RunQueue<>(FairShortestFirst.DEFAULT, FairShortestFirst.DEFAULT.quantum());
  }

  /**
   * Takes an evaluation in.
   *
   * @param rowsByKey the indexes of its rows, at least one, by what they share
   * @param now in nanoseconds, as for {@link #next}
   */
  public void add(E evaluation, Demand demand, Map<K, List<Integer>> rowsByKey, long now) {
    int count = 0;
    for (List<Integer> own : rowsByKey.values()) {
      count += own.size();
    }
    Job job = demand.job();
    long number = job.numbered(jobs);
    if (number == jobs) {
      jobs++;
    }
    var arrived =
        new Waiting(
            evaluations++,
            number,
            demand,
            tenants.enter(job.tenant(), demand.patient()),
            count,
            job.ask(count, demand.rowsAfter()),
            job.back(runs),
            now);
    rowsByKey.forEach((key, own) -> waiting.add(new Portion<>(evaluation, key, arrived, own)));
    rows += count;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Rows that wait. */
  public int rows() {
    return rows;
  }

  /**
   * Takes evaluations out.
   *
   * @return how many rows of theirs have waited
   */
  public int remove(Predicate<? super E> gone) {
    int before = rows;
    waiting.removeIf(portion -> gone.test(portion.evaluation()) && forget(portion));
    return before - rows;
  }

  /**
   * Takes the next run out. What goes first by the policy decides what the rows share, and is split
   * if it is too large; further ones join in the policy's order if they fit as a whole, so that an
   * evaluation is not held up by half of it.
   *
   * @param now in nanoseconds; must not go backwards
   * @param cap the most rows of a run, by what they share; at least 1
   * @throws IllegalStateException if nothing waits
   */
  public Selection<E, K> next(long now, ToIntFunction<K> cap) {
    PriorityQueue<Ranked<E, K>> order = ranked(now);
    if (order.isEmpty()) {
      throw new IllegalStateException("nothing waits");
    }
    K key = order.peek().portion().key();
    runs++;
    var parts = take(order, key, Math.max(1, cap.applyAsInt(key)), true, now);
    return new Selection<>(key, parts);
  }

  /**
   * Takes out what still fits into a run that was chosen before and has not begun: evaluations as a
   * whole, in the policy's order. May be nothing.
   *
   * @param key what the run's rows share
   * @param room the most rows
   * @param now as for {@link #next}
   */
  public Selection<E, K> joining(K key, int room, long now) {
    return new Selection<>(key, take(ranked(now), key, room, false, now));
  }

  private List<Selection.Part<E>> take(
      PriorityQueue<Ranked<E, K>> order, K key, int most, boolean splitsFirst, long now) {
    int room = most;
    List<Selection.Part<E>> parts = new ArrayList<>();
    while (room > 0 && !order.isEmpty()) {
      Portion<E, K> portion = order.remove().portion();
      boolean split = splitsFirst && parts.isEmpty();
      if (portion.key().equals(key) && (split || portion.size() <= room)) {
        int count = Math.min(room, portion.size());
        portion.waiting().taken(count, runs - 1, now);
        parts.add(new Selection.Part<>(portion.evaluation(), portion.take(count)));
        room -= count;
        rows -= count;
      }
    }
    waiting.removeIf(portion -> portion.size() == 0);
    return parts;
  }

  /** A run of that many rows has taken that long. */
  public void ran(int rows, long nanos) {
    pace = pace.after(rows, nanos);
  }

  /** How fast rows go. */
  public Pace pace() {
    return pace;
  }

  private boolean forget(Portion<E, K> portion) {
    rows -= portion.size();
    return true;
  }

  private PriorityQueue<Ranked<E, K>> ranked(long now) {
    long interactive = least(false);
    long batch = least(true);
    PriorityQueue<Ranked<E, K>> order =
        new PriorityQueue<>(
            Math.max(1, waiting.size()), (a, b) -> policy.compare(a.claim(), b.claim()));
    for (Portion<E, K> portion : waiting) {
      Waiting since = portion.waiting();
      Tenants.Account account = since.account();
      long surplus = account.served() - (account.patient() ? batch : interactive);
      boolean longest = since.number() == waiting.getFirst().waiting().number();
      order.add(new Ranked<>(since.claim(runs, longest, surplus, now, pace), portion));
    }
    return order;
  }

  /** What the tenant has been served that waits in a class and has been served least. */
  private long least(boolean patient) {
    long least = Long.MAX_VALUE;
    for (Portion<E, K> portion : waiting) {
      Tenants.Account account = portion.waiting().account();
      if (account.patient() == patient && account.served() < least) {
        least = account.served();
      }
    }
    if (least < Long.MAX_VALUE) {
      tenants.level(patient, least);
    }
    return least;
  }
}
