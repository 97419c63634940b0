package dev.langevin.bench.scheduling;

import dev.langevin.denoiser.batch.order.Demand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Draws jobs. The same seed gives the same jobs at every rate, sooner or later. */
final class Traffic {
  private Traffic() {}

  /**
   * Jobs of one tenant without deadlines.
   *
   * @param perSecond their rate
   */
  static List<Request> of(Mix mix, Arrivals arrivals, double perSecond, int jobs, long seed) {
    return of(mix, arrivals, perSecond, jobs, seed, "one");
  }

  /** The same of that tenant. */
  static List<Request> of(
      Mix mix, Arrivals arrivals, double perSecond, int jobs, long seed, String tenant) {
    DoubleSupplier gaps = arrivals.gaps(new Random(seed));
    Random what = new Random(~seed);
    List<Request> requests = new ArrayList<>(jobs);
    double at = 0;
    for (int i = 0; i < jobs; i++) {
      at += gaps.getAsDouble();
      requests.add(
          new Request(
              i,
              Math.round(at / perSecond * 1e9),
              pick(mix.steps(), what),
              pick(mix.rows(), what),
              tenant,
              Demand.NO_DEADLINE));
    }
    return requests;
  }

  /** Gives a share of jobs a deadline of 2 to 8 times what they take alone. */
  static List<Request> withDeadlines(
      List<Request> requests, double share, Accelerator accelerator, long seed) {
    Random random = new Random(seed);
    return requests.stream()
        .map(
            request -> {
              boolean due = random.nextDouble() < share;
              double allowed = (2 + 6 * random.nextDouble()) * request.solo(accelerator);
              return due ? due(request, request.arrival() + Math.round(allowed)) : request;
            })
        .toList();
  }

  /** Both, in the order they come. */
  static List<Request> merged(List<Request> some, List<Request> others) {
    List<Request> all = new ArrayList<>(some);
    all.addAll(others);
    all.sort(Comparator.comparingLong(Request::arrival));
    return IntStream.range(0, all.size()).mapToObj(i -> numbered(all.get(i), i)).toList();
  }

  private static Request numbered(Request one, int number) {
    return new Request(
        number, one.arrival(), one.steps(), one.rows(), one.tenant(), one.deadline());
  }

  private static Request due(Request one, long deadline) {
    return new Request(
        one.number(), one.arrival(), one.steps(), one.rows(), one.tenant(), deadline);
  }

  private static int pick(List<Integer> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
