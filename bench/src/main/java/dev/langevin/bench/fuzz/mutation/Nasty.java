package dev.langevin.bench.fuzz.mutation;

import java.util.List;
import java.util.SplittableRandom;

/** Values at and beyond the edges of what programs expect. */
final class Nasty {
  private static final List<Long> INTEGERS =
      List.of(
          0L,
          1L,
          -1L,
          2L,
          7L,
          63L,
          64L,
          127L,
          128L,
          255L,
          256L,
          1000L,
          1001L,
          65_535L,
          65_536L,
          16_777_217L,
          2_147_483_646L,
          2_147_483_647L,
          2_147_483_648L,
          -2_147_483_648L,
          4_294_967_295L,
          4_294_967_296L,
          1L << 53,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE,
          Long.MIN_VALUE);

  private static final List<Double> NUMBERS =
      List.of(
          0.0,
          -0.0,
          1.0,
          -1.0,
          0.5,
          1e-45,
          Double.MIN_VALUE,
          1e-12,
          0.999999999,
          1.000000001,
          1e9,
          1e38,
          1e39,
          1e300,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  /** Lone surrogates and the like can't be in UTF-8; what reads texts of Java's meets them. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a",
          "\n",
          "null",
          "-",
          "..",
          "../../etc/passwd",
          "/etc/passwd",
          "C:\\x",
          "%s%n%d",
          "\ud800",
          "\udc00x",
          "\uffff",
          "\ufeff",
          "\u202e",
          "é\u0301\u0301\u0301",
          "日本語",
          "\ud83d\ude00",
          "((((((((((",
          "))))",
          "[a:b:0.5]",
          "(a:1e9)",
          "(a:nan)",
          "(a:1.2.3)",
          "\\",
          "{a|b}",
          "BREAK",
          "AND",
          "<lora:x:1>",
          "embedding:x",
          "1e999",
          "NaN",
          "0x10",
          "-0",
          "９",
          "default",
          "euler",
          "dpmpp_2m",
          "karras",
          "linear",
          "epsilon",
          "sample",
          "v_prediction",
          "<|endoftext|>",
          "$(id)",
          "'; --",
          "\u0130",
          "ﬃ");

  private Nasty() {}

  static long integer(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong() >> random.nextInt(64);
      case 1 -> random.nextInt(-4, 1200);
      default -> Mutator.pick(INTEGERS, random);
    };
  }

  static double number(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextDouble(-2, 1100);
      default -> Mutator.pick(NUMBERS, random);
    };
  }

  /** Mostly short; seldom of some ten thousand characters. */
  static String text(SplittableRandom random) {
    String text = Mutator.pick(TEXTS, random);
    return switch (random.nextInt(16)) {
      case 0 -> text.repeat(1 << random.nextInt(12));
      case 1, 2, 3 -> text + Mutator.pick(TEXTS, random);
      case 4 -> letters(random);
      default -> text;
    };
  }

  private static String letters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.appendCodePoint(random.nextInt(8) == 0 ? random.nextInt(0x3000) : random.nextInt(128));
    }
    return text.toString();
  }
}
