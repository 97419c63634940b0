package dev.langevin.sampling.noise;

import dev.langevin.sampling.Noise;
import dev.langevin.sampling.SamplingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code torch.randn} of float32 on PyTorch's CUDA generator, which the common user interfaces call
 * GPU or NV noise. The generator is Philox 4x32 with ten rounds: Salmon et al. 2011, "Parallel
 * Random Numbers: As Easy as 1, 2, 3". Each element has a counter of its own, of which the first
 * two words give one normal; that is how a GPU draws tensors of no more elements than it runs
 * threads.
 */
public final class PhiloxNoise implements Noise {
  static final int POSITION_BYTES = 2 * Long.BYTES;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long UNSIGNED = 0xFFFFFFFFL;
  private static final float UNIT = 0x1p-32f;
  private static final float TURN = (float) (2 * Math.PI * 0x1p-32);

  private final long seed;
  private long draws;

  private PhiloxNoise(long seed, long draws) {
    this.seed = seed;
    this.draws = draws;
  }

  /** A fresh generator. */
  public static PhiloxNoise seeded(long seed) {
    return new PhiloxNoise(seed, 0);
  }

  /**
   * Goes on from a {@link #position}.
   *
   * @throws SamplingException if the bytes are not one
   */
  public static PhiloxNoise restore(byte[] position) {
    if (position.length != POSITION_BYTES) {
      throw SamplingException.badState("a generator position has " + POSITION_BYTES + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(position).order(ByteOrder.LITTLE_ENDIAN);
    return new PhiloxNoise(in.getLong(), in.getLong());
  }

  @Override
  public byte[] position() {
    return ByteBuffer.allocate(POSITION_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(seed)
        .putLong(draws)
        .array();
  }

  @Override
  public float[] next(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long words =
          scramble((int) draws, (int) (draws >>> 32), i, 0, (int) seed, (int) (seed >> 32));
      values[i] = normal((int) words, (int) (words >>> 32));
    }
    draws++;
    return values;
  }

  /**
   * The ten rounds over a counter of four words; gives the first two, the first in the low half.
   */
  static long scramble(int c0, int c1, int c2, int c3, int key0, int key1) {
    int w0 = c0;
    int w1 = c1;
    int w2 = c2;
    int w3 = c3;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (w0 & UNSIGNED);
      long product1 = MULTIPLIER_1 * (w2 & UNSIGNED);
      w0 = (int) (product1 >>> 32) ^ w1 ^ (key0 + round * WEYL_0);
      w1 = (int) product1;
      w2 = (int) (product0 >>> 32) ^ w3 ^ (key1 + round * WEYL_1);
      w3 = (int) product0;
    }
    return (w0 & UNSIGNED) | ((long) w1 << 32);
  }

  /** The first of Box and Muller's pair, on uniforms that are never 0. */
  private static float normal(int first, int second) {
    float radius = (first & UNSIGNED) * UNIT + UNIT / 2;
    float angle = (second & UNSIGNED) * TURN + TURN / 2;
    return (float) (BoxMuller.radius(radius) * BoxMuller.sine(angle));
  }
}
