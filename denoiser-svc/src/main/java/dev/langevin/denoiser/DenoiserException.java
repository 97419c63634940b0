package dev.langevin.denoiser;

import dev.langevin.runtime.model.store.Refusals;
import dev.langevin.runtime.onnx.ElementType;
import java.util.Collection;

/** What the denoiser refuses or can't do. The edge maps the reason to a status. */
public final class DenoiserException extends RuntimeException {
  /** Stable reasons. */
  public enum Reason {
    /** No model of that name. */
    UNKNOWN_MODEL,
    /** The model is there and can't be used. */
    MODEL_UNUSABLE,
    /** Other models in use leave no room for it. */
    MODEL_MEMORY_LIMIT,
    /** A message that does not fit the stream's state. */
    OUT_OF_ORDER,
    /** A tensor, index or number that the network can't take. */
    INVALID_INPUT,
    /** Too many streams. */
    STREAM_LIMIT,
    /** Too many rows wait. */
    WAITING_ROWS_LIMIT,
    /** Conditionings take too much memory. */
    CONDITIONING_LIMIT,
    /** Too many steps of one stream wait. */
    STEPS_IN_FLIGHT_LIMIT,
    /** The network answered with NaN or infinity. */
    MODEL_OUTPUT_NOT_FINITE,
    /** ONNX Runtime could not run the network. */
    NETWORK_FAILED,
    /** The stream asked for nothing for too long. */
    STREAM_IDLE,
    /** The stream left its answers unread for too long. */
    STREAM_UNREAD,
    /** The service is going down. */
    STOPPING
  }

  /** For models that are not there. */
  static final Refusals NO_MODEL =
      new Refusals(
          DenoiserException::unknownModel,
          DenoiserException::unusableModel,
          DenoiserException::noRoom);

  private final Reason reason;

  private DenoiserException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why, in a form that stays. */
  public Reason reason() {
    return reason;
  }

  /** A model name that is not among those there are. */
  static DenoiserException unknownModel(String name, Collection<String> names) {
    String message = "model: %s is not one of %s".formatted(name, String.join(", ", names));
    return new DenoiserException(Reason.UNKNOWN_MODEL, message, null);
  }

  /** A model that could not be loaded. */
  static DenoiserException unusableModel(String name, String problem) {
    String message = "model: %s can't be used: %s".formatted(name, problem);
    return new DenoiserException(Reason.MODEL_UNUSABLE, message, null);
  }

  /** A model that can't be loaded beside those in use. */
  static DenoiserException noRoom(String name, String problem) {
    String message = "model: %s can't be loaded now: %s".formatted(name, problem);
    return new DenoiserException(Reason.MODEL_MEMORY_LIMIT, message, null);
  }

  /** A message at the wrong time. */
  public static DenoiserException outOfOrder(String message) {
    return new DenoiserException(Reason.OUT_OF_ORDER, message, null);
  }

  /** A value that can't be taken: field, value, what is allowed. */
  public static DenoiserException invalid(String field, Object value, String allowed) {
    return invalid("%s: %s is not %s".formatted(field, value, allowed));
  }

  /** A value that can't be taken. */
  public static DenoiserException invalid(String message) {
    return new DenoiserException(Reason.INVALID_INPUT, message, null);
  }

  /** A named limit that is reached. */
  public static DenoiserException exhausted(Reason reason, String limit, long value) {
    String message = "%s: the limit of %d is reached; try again later".formatted(limit, value);
    return new DenoiserException(reason, message, null);
  }

  /**
   * NaN or infinity among a row's outputs.
   *
   * @param type the type in which they are so
   */
  public static DenoiserException notFinite(long sequence, int row, double time, ElementType type) {
    String message =
        "sequence %d: the network's output for row %d at time %s holds NaN or infinity in %s"
            .formatted(sequence, row, time, type);
    return new DenoiserException(Reason.MODEL_OUTPUT_NOT_FINITE, message, null);
  }

  /** A run that failed. */
  public static DenoiserException networkFailed(long sequence, Throwable cause) {
    String message = "sequence %d: %s".formatted(sequence, cause.getMessage());
    return new DenoiserException(Reason.NETWORK_FAILED, message, cause);
  }

  /** A stream without a step for too long. */
  public static DenoiserException idle(String limit, Object value) {
    String message = "%s: no step for %s; open a new stream".formatted(limit, value);
    return new DenoiserException(Reason.STREAM_IDLE, message, null);
  }

  /** A stream whose answers nobody reads. */
  public static DenoiserException unread(String limit, Object value) {
    String message = "%s: no answer was read for %s".formatted(limit, value);
    return new DenoiserException(Reason.STREAM_UNREAD, message, null);
  }

  /** The service is going down; another replica can do the step. */
  public static DenoiserException stopping() {
    return new DenoiserException(Reason.STOPPING, "this denoiser is stopping", null);
  }
}
