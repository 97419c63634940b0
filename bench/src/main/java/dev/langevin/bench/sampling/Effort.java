package dev.langevin.bench.sampling;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long is measured. The best fork counts: what else runs on the machine makes some slower, and
 * none faster.
 *
 * @param forks virtual machines, one after the other
 * @param warmups iterations that do not count
 * @param iterations iterations that do
 * @param millis the least that one lasts
 */
record Effort(int forks, int warmups, int iterations, int millis) {
  static final Effort FULL = new Effort(3, 10, 10, 100);
  static final Effort QUICK = new Effort(1, 6, 6, 60);

  ChainedOptionsBuilder options() {
    TimeValue time = new TimeValue(millis, TimeUnit.MILLISECONDS);
    return new OptionsBuilder()
        .forks(forks)
        .warmupIterations(warmups)
        .warmupTime(time)
        .measurementIterations(iterations)
        .measurementTime(time)
        // Memory that is there from the start, as in a server that has run for a while.
        .jvmArgs(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+AlwaysPreTouch",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow");
  }
}
