package dev.langevin.runtime.generations;

import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Words that all occur in a generation: in its prompt, negative prompt, id, request_id or labels,
 * also as parts of others, whatever their case. Two characters that differ in case alone are one,
 * except that none but a to z is one of a to z: so a word of these can be looked for in the bytes
 * of a message, where texts stand as they are, and most generations need not be parsed.
 */
public final class Words {
  /** All generations have no words in common that they need. */
  static final Words NONE = Words.of("");

  private static final int ASCII = 128;

  private final List<String> words;
  private final List<byte[]> plain = new ArrayList<>();

  private Words(List<String> words) {
    this.words = words;
    for (String word : words) {
      if (word.chars().allMatch(c -> c < ASCII)) {
        plain.add(word.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** The words between the spaces of a text. */
  public static Words of(String text) {
    return new Words(
        Arrays.stream(text.split("\\s+"))
            .filter(word -> !word.isEmpty())
            .map(Words::fold)
            .toList());
  }

  /** How many there are. */
  public int count() {
    return words.size();
  }

  /** Whether a message may have them all; false only if it lacks one. */
  boolean mayOccurIn(byte[] message) {
    for (byte[] word : plain) {
      if (!occurs(word, message)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a generation has them all. */
  boolean occurIn(Generation generation) {
    return words.isEmpty() || occurIn(texts(generation));
  }

  private boolean occurIn(List<String> texts) {
    texts.replaceAll(Words::fold);
    for (String word : words) {
      if (texts.stream().noneMatch(text -> text.contains(word))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> texts(Generation generation) {
    GenerationRequest request = generation.getRequest();
    List<String> texts = new ArrayList<>();
    texts.add(request.getPrompt());
    texts.add(request.getNegativePrompt());
    texts.add(generation.getId());
    texts.add(generation.getRequestId());
    texts.addAll(request.getLabelsMap().keySet());
    texts.addAll(request.getLabelsMap().values());
    return texts;
  }

  private static String fold(String text) {
    int plain = 0;
    while (plain < text.length() && text.charAt(plain) < ASCII) {
      plain++;
    }
    if (plain == text.length()) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      folded.appendCodePoint(fold(text.codePointAt(i)));
    }
    return folded.toString();
  }

  /** The Kelvin sign is a capital k to Unicode; its bytes are not. */
  private static int fold(int character) {
    int lower = Character.toLowerCase(character);
    return character >= ASCII && lower < ASCII ? character : lower;
  }

  private static boolean occurs(byte[] word, byte[] message) {
    for (int start = 0; start <= message.length - word.length; start++) {
      int i = 0;
      while (i < word.length && lower(message[start + i]) == word[i]) {
        i++;
      }
      if (i == word.length) {
        return true;
      }
    }
    return false;
  }

  private static byte lower(byte character) {
    return character >= 'A' && character <= 'Z' ? (byte) (character + 'a' - 'A') : character;
  }
}
