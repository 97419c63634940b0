package dev.langevin.encoder.prompt;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.v1.PromptSyntax;
import java.util.Collections;
import java.util.List;

/**
 * Gives the conditionings of a job one length, so that they can be rows of one evaluation.
 *
 * <p>The web UI's way, with its "Pad prompt/negative prompt" on, is to append chunks of the empty
 * prompt. ComfyUI repeats each up to the least common multiple of the lengths, which leaves what
 * attention makes of it the same: every key comes equally often.
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
  public static long length(PromptSyntax syntax, List<Long> lengths) {
    return syntax == PromptSyntax.PROMPT_SYNTAX_COMFY
        ? lengths.stream().reduce(1L, Alignment::leastCommonMultiple)
        : Collections.max(lengths);
  }

  /**
   * A conditioning of another length.
   *
   * @param tensor states of shape [tokens, width]
   * @param empty states of the empty prompt, of the same width
   * @param length tokens wanted, as {@link #length} tells
   */
  public static Tensor lengthened(PromptSyntax syntax, Tensor tensor, Tensor empty, long length) {
    Tensor filler = syntax == PromptSyntax.PROMPT_SYNTAX_COMFY ? tensor : empty;
    ByteString data = tensor.getData();
    for (long n = tensor.getShape(0); n < length; n += filler.getShape(0)) {
      data = data.concat(filler.getData());
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
