package dev.langevin.bench.scheduling;

import dev.langevin.bench.kit.Progress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Simulates many settings, several at a time; each is the same whenever it is simulated.
 *
 * @param jobs of a simulation of one replica; more replicas get more, or it would end before it is
 *     in full swing
 * @param seeds how many simulations, of which the mean counts
 */
record Lab(int jobs, int seeds, Progress progress) {
  private static final double DUE = 0.3;
  private static final int MORE_EACH = 16;

  /**
   * Does something with every one, several at a time.
   *
   * @param what it is, for the progress line
   * @return in the same order
   */
  <T, R> List<R> all(String what, List<T> some, Function<T, R> simulate) {
    progress.stage(what);
    AtomicInteger done = new AtomicInteger();
    return some.parallelStream()
        .map(
            one -> {
              R result = simulate.apply(one);
              progress.at("%s: %d of %d".formatted(what, done.incrementAndGet(), some.size()));
              return result;
            })
        .toList();
  }

  private int jobs(Setting setting) {
    return jobs * (1 + setting.replicas() / MORE_EACH);
  }

  /** How a discipline does at a setting. */
  Point at(Discipline discipline, Setting setting) {
    return point(discipline, setting, 0);
  }

  /** The same where three jobs of ten have a deadline. */
  Point due(Discipline discipline, Setting setting) {
    return point(discipline, setting, DUE);
  }

  /** Jobs per second; the load of the setting does not matter. */
  double goodput(Discipline discipline, Setting setting) {
    return seeded(
            seed ->
                Goodput.of(discipline, setting.fleet(), setting.arrivals(), jobs(setting), seed))
        .stream()
        .mapToDouble(rate -> rate)
        .average()
        .orElseThrow();
  }

  /** What a heavy tenant does to a light one. */
  Sharing sharing(Discipline discipline, Fleet fleet) {
    return Sharing.mean(seeded(seed -> Sharing.of(discipline, fleet, jobs / 8, seed)));
  }

  private Point point(Discipline discipline, Setting setting, double due) {
    Fleet fleet = setting.fleet();
    double rate = setting.load() * discipline.capacity(fleet, Mix.USUAL);
    return new Point(
        discipline.label(),
        setting,
        Summary.mean(
            seeded(
                seed -> {
                  List<Request> requests =
                      Traffic.withDeadlines(
                          Traffic.of(Mix.USUAL, setting.arrivals(), rate, jobs(setting), seed),
                          due,
                          fleet.accelerator(),
                          seed);
                  return Summary.of(discipline.serve(requests, fleet, seed), fleet.accelerator());
                })));
  }

  private <R> List<R> seeded(LongFunction<R> simulate) {
    return LongStream.rangeClosed(1, seeds).mapToObj(simulate).toList();
  }
}
