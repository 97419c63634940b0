package dev.langevin.bench.fuzz.kit;

import java.util.regex.Pattern;

/** Whether a message is one for a person, or what a program says of itself when it stumbles. */
final class Clarity {
  private static final Pattern INTERNALS =
      Pattern.compile(
          "\\bjava\\.|\\bcom\\.google\\.|NullPointer|Cannot invoke|Cannot read field"
              + "|out of bounds for|IllegalState|ClassCast|NumberFormat|IndexOutOf|(?<!allowed): null$|Input length =");

  private Clarity() {}

  /** Null for a clear message, or what is wrong with it. */
  static String complaint(String message) {
    if (message == null || message.isBlank()) {
      return "a refusal without a message";
    }
    return INTERNALS.matcher(message).find() ? "an unclear refusal: " + message : null;
  }
}
