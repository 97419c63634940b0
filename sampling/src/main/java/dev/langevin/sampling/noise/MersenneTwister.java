package dev.langevin.sampling.noise;

import java.nio.ByteBuffer;

/** MT19937: Matsumoto and Nishimura 1998, "Mersenne Twister", 32-bit outputs. */
final class MersenneTwister {
  static final int STATE_BYTES = (624 + 1) * Integer.BYTES;
  private static final int N = 624;
  private static final int M = 397;
  private static final float UNIT_24 = 0x1p-24f;

  private final int[] state = new int[N];
  private int next = N;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int j = 1; j < N; j++) {
      state[j] = 1812433253 * (state[j - 1] ^ (state[j - 1] >>> 30)) + j;
    }
  }

  MersenneTwister(ByteBuffer in) {
    next = in.getInt();
    if (next < 0 || next > N) {
      throw new IllegalArgumentException("index " + next);
    }
    in.asIntBuffer().get(state);
    in.position(in.position() + N * Integer.BYTES);
  }

  void write(ByteBuffer out) {
    out.putInt(next);
    out.asIntBuffer().put(state);
    out.position(out.position() + N * Integer.BYTES);
  }

  int nextInt() {
    if (next == N) {
      twist();
    }
    return temper(state[next++]);
  }

  /** Uniforms of 0..1 from the low 24 bits of as many outputs. */
  void nextUniforms(float[] out, int from, int to) {
    for (int at = from; at < to; ) {
      if (next == N) {
        twist();
      }
      int count = Math.min(N - next, to - at);
      temper(state, next, out, at, count);
      next += count;
      at += count;
    }
  }

  /** A loop without a branch runs on vectors. */
  private static void temper(int[] state, int next, float[] out, int at, int count) {
    for (int i = 0; i < count; i++) {
      out[at + i] = (temper(state[next + i]) & 0xFFFFFF) * UNIT_24;
    }
  }

  private static int temper(int word) {
    int y = word;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int k = 0; k < N - M; k++) {
      state[k] = state[k + M] ^ mix(state[k], state[k + 1]);
    }
    for (int k = N - M; k < N - 1; k++) {
      state[k] = state[k + M - N] ^ mix(state[k], state[k + 1]);
    }
    state[N - 1] = state[M - 1] ^ mix(state[N - 1], state[0]);
    next = 0;
  }

  private static int mix(int high, int low) {
    int y = (high & 0x80000000) | (low & 0x7fffffff);
    return (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
  }
}
