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
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
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
    int[] words = new int[4];
    for (int i = 0; i < count; i++) {
      words[0] = (int) draws;
      words[1] = (int) (draws >>> 32);
      words[2] = i;
      words[3] = 0;
      scramble(words, (int) seed, (int) (seed >>> 32));
      values[i] = normal(words[0], words[1]);
    }
    draws++;
    return values;
  }

  /** The ten rounds, in place. */
  static void scramble(int[] words, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (MULTIPLIER_0 & UNSIGNED) * (words[0] & UNSIGNED);
      long product1 = (MULTIPLIER_1 & UNSIGNED) * (words[2] & UNSIGNED);
      words[0] = (int) (product1 >>> 32) ^ words[1] ^ k0;
      words[1] = (int) product1;
      words[2] = (int) (product0 >>> 32) ^ words[3] ^ k1;
      words[3] = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  /** The first of Box and Muller's pair, on uniforms that are never 0. */
  private static float normal(int first, int second) {
    float radius = (first & UNSIGNED) * UNIT + UNIT / 2;
    float angle = (second & UNSIGNED) * TURN + TURN / 2;
    return (float) (Math.sqrt(-2 * StrictMath.log(radius)) * StrictMath.sin(angle));
  }
}
