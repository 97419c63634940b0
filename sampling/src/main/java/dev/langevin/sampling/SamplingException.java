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
    this.value = Shown.value(value);
    this.allowed = allowed;
  }

  /** {@code steps: 0 is not in 1..1000}; {@code s_churn: -1 is not 0 or more}. */
  public static SamplingException outOfRange(
      String field, Object value, Object least, Object most) {
    String allowed = Shown.range(least, most);
    return new SamplingException(
        Reason.INVALID_VALUE,
        field,
        value,
        allowed,
        field + ": " + Shown.value(value) + " is not " + allowed);
  }

  /** {@code beta_schedule: laplace is not one of linear, scaled_linear}. */
  public static SamplingException notOneOf(String field, Object value, Collection<String> allowed) {
    String list = String.join(", ", allowed);
    return new SamplingException(
        Reason.INVALID_VALUE,
        field,
        value,
        list,
        field + ": " + Shown.value(value) + " is not one of " + list);
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
        Reason.INVALID_VALUE,
        field,
        value,
        allowed,
        field + ": " + Shown.value(value) + " must be " + allowed);
  }

  /** A value of a configuration of the wrong kind: {@code beta_start: "0.1" must be a number}. */
  public static SamplingException wrongKind(String field, Object value, String allowed) {
    return invalid(field, Shown.json(value), allowed);
  }

  /** A value of the field that this library does not do; {@code allowed} says what it does. */
  public static SamplingException unsupported(String field, Object value, String allowed) {
    return new SamplingException(
        Reason.UNSUPPORTED,
        field,
        value,
        allowed,
        field + ": " + Shown.value(value) + " is not supported; allowed: " + allowed);
  }

  /**
   * A schedule of one's own for a sampler that has its own: {@code sigmas: [5, 0] is not supported
   * by ddim, which takes a number of steps; those that take sigmas: euler}.
   *
   * @param takers the samplers of the model's family that take the field
   */
  public static SamplingException notTaken(
      String field, Object value, String sampler, Collection<String> takers) {
    String others =
        takers.isEmpty()
            ? "no sampler of this model takes " + field
            : "those that take " + field + ": " + String.join(", ", takers);
    return new SamplingException(
        Reason.UNSUPPORTED,
        field,
        value,
        "a number of steps; " + others,
        "%s: %s is not supported by %s, which takes a number of steps; %s"
            .formatted(field, Shown.value(value), sampler, others));
  }

  /** Fields that cannot be set together. */
  public static SamplingException contradiction(String field, Object value, String why) {
    return new SamplingException(
        Reason.CONTRADICTION,
        field,
        value,
        why,
        field + ": " + Shown.value(value) + " contradicts: " + why);
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
