package dev.langevin.bench.fuzz.mutation;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages bytes without knowing what they mean. */
public final class ByteMutator implements Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_PIECE = 64;

  /** One damaged input may not grow into another kind of test. */
  private static final int LONGEST = 1 << 20;

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    byte[] bytes = Mutator.pick(seeds, random).clone();
    for (int i = random.nextInt(1, MOST_CHANGES); i > 0; i--) {
      bytes = changed(bytes, seeds, random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, List<byte[]> seeds, SplittableRandom random) {
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + random.nextInt(LONGEST_PIECE));
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(bytes, at); // cut short
      case 1 -> joined(bytes, 0, at, bytes, to); // a piece is gone
      case 2 -> joined(bytes, 0, to, bytes, at); // a piece twice
      case 3 -> inserted(bytes, at, noise(random));
      case 4 -> splice(bytes, at, Mutator.pick(seeds, random), random);
      case 5 -> overwritten(bytes, at, number(random));
      default -> flipped(bytes, random);
    };
  }

  private static byte[] flipped(byte[] bytes, SplittableRandom random) {
    for (int i = random.nextInt(1, 4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, byte[] other, SplittableRandom random) {
    return joined(bytes, 0, at, other, random.nextInt(other.length + 1));
  }

  /** The head of one, and the tail of the other from a place on. */
  private static byte[] joined(byte[] head, int from, int to, byte[] tail, int tailFrom) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head, from, to - from);
    out.write(tail, tailFrom, tail.length - tailFrom);
    return out.size() > LONGEST ? head : out.toByteArray();
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(piece);
    out.write(bytes, at, bytes.length - at);
    return out.size() > LONGEST ? bytes : out.toByteArray();
  }

  private static byte[] overwritten(byte[] bytes, int at, byte[] piece) {
    System.arraycopy(piece, 0, bytes, at, Math.min(piece.length, bytes.length - at));
    return bytes;
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] piece = new byte[random.nextInt(1, LONGEST_PIECE)];
    if (random.nextBoolean()) {
      random.nextBytes(piece);
    } else {
      Arrays.fill(piece, (byte) random.nextInt());
    }
    return piece;
  }

  /** A number as lengths are written: of 1, 2, 4 or 8 bytes, in either order. */
  private static byte[] number(SplittableRandom random) {
    long value = Nasty.integer(random);
    byte[] bytes = new byte[1 << random.nextInt(4)];
    boolean little = random.nextBoolean();
    for (int i = 0; i < bytes.length; i++) {
      bytes[little ? i : bytes.length - 1 - i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }
}
