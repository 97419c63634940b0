package dev.langevin.encoder;

import dev.langevin.runtime.model.store.Refusals;
import io.grpc.Status;
import java.util.Collection;

/** A call that the text encoder refuses, with a stable reason and the gRPC status it maps to. */
public final class EncoderException extends RuntimeException {
  /** For models that are not there. */
  static final Refusals NO_MODEL =
      new Refusals(
          EncoderException::unknownModel,
          EncoderException::unusableModel,
          EncoderException::noRoom);

  private final Status.Code code;
  private final String reason;

  private EncoderException(Status.Code code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  static EncoderException badPrompts(int count, int max) {
    return invalid("prompts: %d prompts are not in 1..%d".formatted(count, max));
  }

  static EncoderException longPrompt(int index, int characters, int max) {
    return invalid("prompts[%d]: %d characters are not in 0..%d".formatted(index, characters, max));
  }

  static EncoderException unknownModel(String name, Collection<String> names) {
    String message = "model: %s is not one of %s".formatted(name, String.join(", ", names));
    return new EncoderException(Status.Code.NOT_FOUND, "MODEL_NOT_FOUND", message);
  }

  static EncoderException unusableModel(String name, String problem) {
    String message = "model: %s can't be used: %s".formatted(name, problem);
    return new EncoderException(Status.Code.FAILED_PRECONDITION, "MODEL_UNUSABLE", message);
  }

  static EncoderException noRoom(String name, String problem) {
    String message = "model: %s can't be loaded now: %s".formatted(name, problem);
    return new EncoderException(Status.Code.RESOURCE_EXHAUSTED, "MODEL_MEMORY_LIMIT", message);
  }

  static EncoderException full(String model, int limit) {
    String message =
        "%s: %d prompts are waiting to be encoded, which is the limit".formatted(model, limit);
    return new EncoderException(Status.Code.RESOURCE_EXHAUSTED, "ENCODER_QUEUE_FULL", message);
  }

  static EncoderException stopping() {
    return new EncoderException(
        Status.Code.UNAVAILABLE, "ENCODER_STOPPING", "the text encoder is stopping");
  }

  private static EncoderException invalid(String message) {
    return new EncoderException(Status.Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", message);
  }

  /** The status it maps to. */
  public Status.Code code() {
    return code;
  }

  /** Stable, in UPPER_SNAKE_CASE. */
  public String reason() {
    return reason;
  }
}
