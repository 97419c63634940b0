package dev.langevin.gateway.policy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as rules read it: in compatibility form (NFKC), without what can't be seen, and taken
 * apart into words, which are as many letters and digits as stand together.
 *
 * @param text in that form
 * @param words of it in small letters, in their order
 * @param gaps what stands before, between and after the words, one more than there are of them; all
 *     but the outer ones hold something
 */
record Form(String text, List<String> words, List<String> gaps) {
  /** Of a text as somebody wrote it. */
  static Form of(String written) {
    String text = readable(written);
    List<String> words = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    boolean word = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (isWord(c) != word) {
        (word ? words : gaps).add(run.toString());
        run.setLength(0);
        word = !word;
      }
      run.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
    }
    (word ? words : gaps).add(run.toString());
    if (word) {
      gaps.add("");
    }
    return new Form(text, List.copyOf(words), List.copyOf(gaps));
  }

  /** A letter or a number, in Unicode's sense. */
  private static boolean isWord(int c) {
    return Character.isLetter(c)
        || switch (Character.getType(c)) {
          case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
              true;
          default -> false;
        };
  }

  private static String readable(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .codePoints()
        .filter(c -> !isUnseen(c))
        .forEach(seen::appendCodePoint);
    // What was apart because of something unseen may now be one.
    return Normalizer.normalize(seen, Normalizer.Form.NFKC);
  }

  /** Format characters, variation selectors, the grapheme joiner, and fillers of Hangul. */
  private static boolean isUnseen(int c) {
    return Character.getType(c) == Character.FORMAT
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c >= 0x180B && c <= 0x180F
        || c >= 0xFE00 && c <= 0xFE0F
        || c >= 0xE0100 && c <= 0xE01EF;
  }
}
