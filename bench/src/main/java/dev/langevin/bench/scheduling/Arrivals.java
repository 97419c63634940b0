package dev.langevin.bench.scheduling;

import java.util.Random;
import java.util.function.DoubleSupplier;

/** When jobs come. */
enum Arrivals {
  /** Independent of each other. */
  POISSON("Poisson") {
    @Override
    DoubleSupplier gaps(Random random) {
      return () -> exponential(random);
    }
  },
  /**
   * Poisson at a rate that changes: for a fifth of the time it is three times the mean, else half
   * of it. A busy time brings thirty jobs in the mean.
   */
  BURSTY("bursty") {
    @Override
    DoubleSupplier gaps(Random random) {
      return new Bursts(random)::next;
    }
  };

  private final String label;

  Arrivals(String label) {
    this.label = label;
  }

  /** Times between two, 1 in the mean. */
  abstract DoubleSupplier gaps(Random random);

  @Override
  public String toString() {
    return label;
  }

  private static double exponential(Random random) {
    return -Math.log(1 - random.nextDouble());
  }

  /** Two rates in turns, each for an exponential time. */
  private static final class Bursts {
    private static final double[] RATES = {0.5, 3};
    private static final double[] LENGTHS = {40, 10};

    private final Random random;
    private int state;
    private double left;

    Bursts(Random random) {
      this.random = random;
      this.left = LENGTHS[0] * exponential(random);
    }

    double next() {
      double work = exponential(random); // what is left of a gap, at rate 1
      double gap = 0;
      while (work > left * RATES[state]) {
        work -= left * RATES[state];
        gap += left;
        state = 1 - state;
        left = LENGTHS[state] * exponential(random);
      }
      left -= work / RATES[state];
      return gap + work / RATES[state];
    }
  }
}
