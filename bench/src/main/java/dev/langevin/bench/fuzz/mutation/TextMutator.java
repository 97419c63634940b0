package dev.langevin.bench.fuzz.mutation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Changes texts such as prompts and lists of words: pieces that mean something to some reader. */
public final class TextMutator implements Mutator {
  private static final int MOST_CHANGES = 8;
  private static final int LONGEST_PIECE = 12;

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    String text = text(Mutator.pick(seeds, random));
    for (int i = random.nextInt(1, MOST_CHANGES); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(LONGEST_PIECE));
      String other = text(Mutator.pick(seeds, random));
      text =
          switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, end) + text.substring(at);
            case 2 -> text.substring(0, at) + other.substring(random.nextInt(other.length() + 1));
            case 3 -> text.substring(0, at) + Nasty.integer(random) + text.substring(end);
            case 4 -> text.substring(0, at) + Nasty.number(random) + text.substring(end);
            default -> text.substring(0, at) + Nasty.text(random) + text.substring(end);
          };
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
