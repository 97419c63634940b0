package dev.langevin.sampling.noise;

import dev.langevin.sampling.Noise;

/**
 * Noise from a stored position, read only when something is drawn: most evaluations draw nothing.
 */
public final class ResumedNoise implements Noise {
  private final byte[] from;
  private Noise source;

  /** Goes on from a position of one of the {@link NoiseSource}s. */
  public ResumedNoise(byte[] from) {
    this.from = from;
  }

  @Override
  public float[] next(int count) {
    if (source == null) {
      source = NoiseSource.restore(from);
    }
    return source.next(count);
  }

  @Override
  public byte[] position() {
    return source == null ? from : source.position();
  }
}
