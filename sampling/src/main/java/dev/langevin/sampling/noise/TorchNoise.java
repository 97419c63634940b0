package dev.langevin.sampling.noise;

import dev.langevin.sampling.Noise;
import dev.langevin.sampling.SamplingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code torch.randn} of float32 on PyTorch's CPU generator: the same integers, normals within 1e-6
 * (PyTorch's own logarithm and sine differ in the last bits between instruction sets).
 *
 * <p>Tensors of 16 elements and more come in blocks of 16: the first eight uniforms give the radii
 * of {@link BoxMuller}, the last eight the angles. The elements after the last full block redraw
 * the last 16 of the tensor. Smaller tensors are drawn in double, a pair at a time, whose second
 * half waits in the generator for the next small tensor.
 */
public final class TorchNoise implements Noise {
  private static final int BLOCK = 16;
  private static final int POSITION_BYTES = 1 + Double.BYTES + MersenneTwister.STATE_BYTES;
  private static final float TWO_PI = (float) (2 * Math.PI);
  private static final double UNIT_53 = 0x1p-53;

  private final MersenneTwister generator;
  private boolean cached;
  private double cachedNormal;

  private TorchNoise(MersenneTwister generator) {
    this.generator = generator;
  }

  /** A fresh generator; as in PyTorch, the low 32 bits of the seed count. */
  public static TorchNoise seeded(long seed) {
    return new TorchNoise(new MersenneTwister((int) seed));
  }

  /**
   * Goes on from a {@link #position}.
   *
   * @throws SamplingException if the bytes are not one
   */
  public static TorchNoise restore(byte[] position) {
    if (position.length != POSITION_BYTES) {
      throw SamplingException.badState("a generator position has " + POSITION_BYTES + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(position).order(ByteOrder.LITTLE_ENDIAN);
    boolean cached = in.get() != 0;
    double normal = in.getDouble();
    try {
      TorchNoise noise = new TorchNoise(new MersenneTwister(in));
      noise.cached = cached;
      noise.cachedNormal = normal;
      return noise;
    } catch (IllegalArgumentException e) {
      throw SamplingException.badState("generator position: " + e.getMessage());
    }
  }

  @Override
  public byte[] position() {
    ByteBuffer out = ByteBuffer.allocate(POSITION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) (cached ? 1 : 0)).putDouble(cached ? cachedNormal : 0);
    generator.write(out);
    return out.array();
  }

  @Override
  public float[] next(int count) {
    float[] values = new float[count];
    if (count < BLOCK) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) nextNormal();
      }
      return values;
    }
    generator.nextUniforms(values, 0, count);
    Pairs pairs = new Pairs();
    for (int i = 0; i + BLOCK <= count; i += Pairs.MOST * BLOCK) {
      pairs.transform(values, i, Math.min((count - i) / BLOCK, Pairs.MOST));
    }
    if (count % BLOCK != 0) {
      int last = count - BLOCK;
      generator.nextUniforms(values, last, count);
      pairs.transform(values, last, 1);
    }
    return values;
  }

  private double nextNormal() {
    if (cached) {
      cached = false;
      return cachedNormal;
    }
    double angle = 2 * Math.PI * nextDouble();
    double radius = Math.sqrt(-2 * StrictMath.log1p(-nextDouble()));
    cachedNormal = radius * StrictMath.sin(angle);
    cached = true;
    return radius * StrictMath.cos(angle);
  }

  private double nextDouble() {
    long high = generator.nextInt();
    long low = generator.nextInt() & 0xFFFFFFFFL;
    return (((high << 32) | low) & ((1L << 53) - 1)) * UNIT_53;
  }

  /**
   * What the blocks of a stretch are worked on in. Pairs of many blocks are brought together
   * because a loop over many runs on vectors, one over eight does not.
   */
  private static final class Pairs {
    static final int MOST = 64; // blocks; in the processor's nearest cache
    private static final int HALF = BLOCK / 2;

    private final double[] radii = new double[MOST * HALF];
    private final double[] angles = new double[MOST * HALF];
    private final float[] normals = new float[MOST * HALF];

    /** Sixteen uniforms of each block to sixteen normals, in place. */
    void transform(float[] values, int at, int blocks) {
      int count = blocks * HALF;
      for (int i = 0; i < count; i++) {
        int j = at + i + (i & -HALF);
        radii[i] = BoxMuller.radius(1 - values[j]);
        angles[i] = TWO_PI * values[j + HALF]; // rounded to float32 as there: it shows
      }
      for (int i = 0; i < count; i++) {
        normals[i] = (float) (radii[i] * BoxMuller.cosine(angles[i]));
      }
      scatter(values, at, blocks);
      for (int i = 0; i < count; i++) {
        normals[i] = (float) (radii[i] * BoxMuller.sine(angles[i]));
      }
      scatter(values, at + HALF, blocks);
    }

    private void scatter(float[] values, int at, int blocks) {
      for (int i = 0; i < blocks; i++) {
        System.arraycopy(normals, i * HALF, values, at + i * BLOCK, HALF);
      }
    }
  }
}
