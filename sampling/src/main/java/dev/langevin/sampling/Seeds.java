package dev.langevin.sampling;

/** Seeds as PyTorch's generators take them: their low 32 bits count. */
public final class Seeds {
  /** The largest seed. */
  public static final long MAX = 0xFFFF_FFFFL;

  private Seeds() {}

  /**
   * The seed, if it is one.
   *
   * @throws SamplingException if it is not in 0..2³² − 1
   */
  public static long checked(long seed) {
    if (seed < 0 || seed > MAX) {
      throw SamplingException.outOfRange("seed", seed, 0, MAX);
    }
    return seed;
  }

  /** The seed of image {@code index} of a job: seed + index, after 2³² − 1 comes 0. */
  public static long ofImage(long seed, int index) {
    return (checked(seed) + index) & MAX;
  }
}
