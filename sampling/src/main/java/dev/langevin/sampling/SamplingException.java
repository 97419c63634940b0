package dev.langevin.sampling;

import java.util.Collection;

/** A refusal: names the field, the value and what is allowed. The message reads on its own. */
public final class SamplingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stable names for what went wrong. */
  public enum Reason {
    /** A field of the request or the configuration has a value that is not allowed. */
    INVALID_VALUE,
    /** A value that the field knows, and this library cannot do. */
    UNSUPPORTED,
    /** Two fields contradict each other. */
    CONTRADICTION,
    /** The network answered something that is not a finite number, or of the wrong size. */
    BAD_PREDICTION,
    /** Bytes that are not a state of this version. */
    BAD_STATE
  }

  private final Reason reason;
  private final String field;
  private final String value;
  private final String allowed;

  private SamplingException(
      Reason reason, String field, Object value, String allowed, String message) {
    super(message);
    this.reason = reason;
    this.field = field;
    this.value = String.valueOf(value);
    this.allowed = allowed;
  }

  /** {@code steps: 0 is not in 1..1000}. */
  public static SamplingException outOfRange(
      String field, Object value, Object least, Object most) {
    String allowed = least + ".." + most;
    return new SamplingException(
        Reason.INVALID_VALUE,
        field,
        value,
        allowed,
        field + ": " + value + " is not in " + allowed);
  }

  /** {@code beta_schedule: laplace is not one of linear, scaled_linear}. */
  public static SamplingException notOneOf(String field, Object value, Collection<String> allowed) {
    String list = String.join(", ", allowed);
    return new SamplingException(
        Reason.INVALID_VALUE, field, value, list, field + ": " + value + " is not one of " + list);
  }

  /** {@code sampler: eular is not one of …; did you mean euler?}. */
  public static SamplingException unknownName(
      String field, String value, Collection<String> allowed, String nearest) {
    String list = String.join(", ", allowed);
    String hint = "; did you mean " + nearest + "?";
    return new SamplingException(
        Reason.INVALID_VALUE,
        field,
        value,
        list,
        field + ": " + value + " is not one of " + list + hint);
  }

  /** A value of the wrong kind or shape; {@code allowed} completes "must be …". */
  public static SamplingException invalid(String field, Object value, String allowed) {
    return new SamplingException(
        Reason.INVALID_VALUE, field, value, allowed, field + ": " + value + " must be " + allowed);
  }

  /** A value of the field that this library does not do; {@code allowed} says what it does. */
  public static SamplingException unsupported(String field, Object value, String allowed) {
    return new SamplingException(
        Reason.UNSUPPORTED,
        field,
        value,
        allowed,
        field + ": " + value + " is not supported; allowed: " + allowed);
  }

  /** Fields that cannot be set together. */
  public static SamplingException contradiction(String field, Object value, String why) {
    return new SamplingException(
        Reason.CONTRADICTION, field, value, why, field + ": " + value + " contradicts: " + why);
  }

  /** A prediction that is not finite, at evaluation {@code evaluation} (from 0). */
  public static SamplingException notFinite(int evaluation, int step, float value) {
    String where = "prediction of evaluation " + evaluation + " (step " + step + ")";
    return new SamplingException(
        Reason.BAD_PREDICTION,
        "prediction",
        value,
        "finite numbers",
        where + ": " + value + " is not finite");
  }

  /** A prediction with the wrong number of rows or elements. */
  public static SamplingException wrongSize(String what, int found, int expected) {
    return new SamplingException(
        Reason.BAD_PREDICTION,
        what,
        found,
        String.valueOf(expected),
        what + ": " + found + " is not " + expected);
  }

  /** Bytes that cannot be read back as a state. */
  public static SamplingException badState(String why) {
    return new SamplingException(
        Reason.BAD_STATE, "state", why, "a state of this version", "state: " + why);
  }

  /** What kind of refusal this is. */
  public Reason reason() {
    return reason;
  }

  /** The field, as the configuration or the request writes it. */
  public String field() {
    return field;
  }

  /** The refused value, as text. */
  public String value() {
    return value;
  }

  /** What would be allowed, as text: a range, a list, or a sentence. */
  public String allowed() {
    return allowed;
  }
}
