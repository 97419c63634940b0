package dev.langevin.bench.scheduling;

import dev.langevin.bench.kit.Quantiles;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How jobs were served. Times in milliseconds, from arrival to end.
 *
 * @param mean of all jobs
 * @param p99 of all jobs
 * @param shortMean of jobs of 4 steps
 * @param shortSlowdown their mean, in times that each takes alone
 * @param longP99 of jobs of 50 steps
 * @param longest of any job
 * @param inTime share of jobs that ended within {@link #TARGET} times what they take alone
 * @param missed share of those with a deadline that missed it; NaN if none has one
 */
record Summary(
    double mean,
    double p99,
    double shortMean,
    double shortSlowdown,
    double longP99,
    double longest,
    double inTime,
    double missed) {
  /** A job that takes no more times longer than alone is in time. */
  static final double TARGET = 5;

  /** The first jobs find an empty system. */
  private static final double WARM_UP = 0.1;

  static Summary of(List<Served> all, Accelerator accelerator) {
    List<Served> jobs =
        all.stream().filter(job -> job.request().number() >= WARM_UP * all.size()).toList();
    List<Served> shorts = of(jobs, job -> job.request().steps() == Mix.SHORT);
    List<Served> longs = of(jobs, job -> job.request().steps() == Mix.LONG);
    List<Served> due = of(jobs, job -> job.request().deadline() < Long.MAX_VALUE);
    return new Summary(
        mean(jobs, Summary::millis),
        p99(jobs),
        mean(shorts, Summary::millis),
        mean(shorts, job -> job.slowdown(accelerator)),
        p99(longs),
        Quantiles.of(jobs.stream().map(Summary::millis).toList(), 1),
        mean(jobs, job -> job.slowdown(accelerator) <= TARGET ? 1 : 0),
        mean(due, job -> job.missed() ? 1 : 0));
  }

  /** Of several seeds. */
  static Summary mean(List<Summary> some) {
    return new Summary(
        mean(some, Summary::mean),
        mean(some, Summary::p99),
        mean(some, Summary::shortMean),
        mean(some, Summary::shortSlowdown),
        mean(some, Summary::longP99),
        mean(some, Summary::longest),
        mean(some, Summary::inTime),
        mean(some, Summary::missed));
  }

  private static List<Served> of(List<Served> jobs, Predicate<Served> which) {
    return jobs.stream().filter(which).toList();
  }

  private static double millis(Served job) {
    return job.latency() / 1e6;
  }

  private static double p99(List<Served> jobs) {
    return Quantiles.of(jobs.stream().map(Summary::millis).toList(), 0.99);
  }

  private static <T> double mean(List<T> values, ToDoubleFunction<T> of) {
    return values.stream().mapToDouble(of).average().orElse(Double.NaN);
  }
}
