package dev.langevin.sampling.noise;

import dev.langevin.sampling.Noise;

/**
 * Noise from a stored position, read only when something is drawn: most evaluations draw nothing.
 */
public final class ResumedNoise implements Noise {
  private final byte[] from;
  private TorchNoise source;

  /** Goes on from a position of {@link TorchNoise}. */
  public ResumedNoise(byte[] from) {
    this.from = from;
  }

  @Override
  public float[] next(int count) {
    if (source == null) {
      source = TorchNoise.restore(from);
    }
    return source.next(count);
  }

  @Override
  public byte[] position() {
    return source == null ? from : source.position();
  }
}
