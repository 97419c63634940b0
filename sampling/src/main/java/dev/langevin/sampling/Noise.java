package dev.langevin.sampling;

/** A stream of standard normal draws whose position can be stored. Not thread-safe. */
public interface Noise {
  /** The next draws, as one tensor of {@code count} elements. */
  float[] next(int count);

  /** The position, from which {@code TorchNoise.restore} goes on with the same bits. */
  byte[] position();
}
