package dev.langevin.gateway.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code lgv_}, its id, and 256 random bits. Nobody can guess or try so
 * many, so one round of SHA-256 keeps it as safe in a file as a slow hash would, which passwords
 * need; and a call costs a microsecond.
 *
 * @param text the whole key, a secret
 * @param id what it is called; no secret
 */
public record KeyText(String text, String id) {
  private static final int ID_BYTES = 10;
  private static final int ID_LENGTH = 16;
  private static final int SECRET_BYTES = 32;
  private static final int SECRET_LENGTH = 52;
  private static final int RADIX = 32;
  private static final Pattern FORM =
      Pattern.compile("lgv_([0-9a-v]{%d})_[0-9a-v]{%d}".formatted(ID_LENGTH, SECRET_LENGTH));

  /** A new one. */
  public static KeyText random(SecureRandom random) {
    String id = digits(random, ID_BYTES, ID_LENGTH);
    return new KeyText("lgv_" + id + "_" + digits(random, SECRET_BYTES, SECRET_LENGTH), id);
  }

  /** The key that a text is; empty if it is none. */
  static Optional<KeyText> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(new KeyText(text, form.group(1))) : Optional.empty();
  }

  /** What is kept of it. */
  public byte[] sha256() {
    return sha256(text);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "key " + id;
  }

  private static String digits(SecureRandom random, int count, int length) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    String digits = new BigInteger(1, bytes).toString(RADIX);
    return "0".repeat(length - digits.length()) + digits;
  }
}
