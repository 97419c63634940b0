package dev.langevin.bench.fuzz.mutation;

import java.util.List;
import java.util.SplittableRandom;

/** Makes an input from good ones; the same random numbers make the same input. */
public interface Mutator {
  /**
   * A new input.
   *
   * @param seeds good inputs, at least one; none is changed
   * @param random where all chance comes from
   */
  byte[] mutate(List<byte[]> seeds, SplittableRandom random);

  /** Now and then this one's inputs go through the other, too: {@code share} of them, 0 to 1. */
  default Mutator then(double share, Mutator other) {
    return (seeds, random) -> {
      byte[] input = mutate(seeds, random);
      return random.nextDouble() < share ? other.mutate(List.of(input), random) : input;
    };
  }

  /** One of them. */
  static <T> T pick(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
