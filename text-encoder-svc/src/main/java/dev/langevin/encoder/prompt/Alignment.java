package dev.langevin.encoder.prompt;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.Tensor;
import java.util.List;

/**
 * Gives the conditionings of a job one length, so that they can be rows of one evaluation: each is
 * repeated up to the least common multiple of their lengths. That leaves what attention makes of
 * them as it is, because every key comes equally often and the softmax shares its weight; so it
 * stands for evaluating each alone, as the web UI does where lengths differ, and is what ComfyUI
 * does.
 */
public final class Alignment {
  /** Lengths from here on are not told apart; all are too long. */
  private static final long HUGE = 1L << 30;

  private Alignment() {}

  /**
   * The number of tokens that all get.
   *
   * @param lengths tokens of each
   */
  public static long length(List<Long> lengths) {
    return lengths.stream().reduce(1L, Alignment::leastCommonMultiple);
  }

  /**
   * A conditioning of another length.
   *
   * @param tensor states of shape [tokens, width]
   * @param length tokens wanted, a multiple of those there are
   */
  public static Tensor repeated(Tensor tensor, long length) {
    ByteString data = tensor.getData();
    for (long n = tensor.getShape(0); n < length; n += tensor.getShape(0)) {
      data = data.concat(tensor.getData());
    }
    return tensor.toBuilder().setShape(0, length).setData(data).build();
  }

  private static long leastCommonMultiple(long a, long b) {
    long divisor = a;
    for (long rest = b; rest != 0; ) {
      long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return Math.min(HUGE, a / divisor * b);
  }
}
