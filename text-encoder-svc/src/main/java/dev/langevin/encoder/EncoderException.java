package dev.langevin.encoder;

import dev.langevin.runtime.model.store.Refusals;
import dev.langevin.v1.PromptSyntax;
import io.grpc.Status;
import java.util.Collection;
import java.util.List;

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

  static EncoderException prompt(int index, String problem) {
    return invalid("prompts[%d]: %s".formatted(index, problem));
  }

  static EncoderException unknownSyntax(int number) {
    return invalid(
        "prompt_syntax: %d is not one of PROMPT_SYNTAX_PLAIN, PROMPT_SYNTAX_A1111, PROMPT_SYNTAX_COMFY"
            .formatted(number));
  }

  static EncoderException unmarked(String model, PromptSyntax syntax) {
    return invalid(
        "prompt_syntax: %s is not PROMPT_SYNTAX_PLAIN; prompts of model %s have no mark before and"
                .formatted(syntax, model)
            + " after them, so they can't be cut into chunks");
  }

  static EncoderException clipSkip(String model, int skip, int most) {
    String allowed =
        most > 0
            ? "is not in 1.." + most
            : "is not possible with model %s: its text encoder was exported without hidden states"
                    .formatted(model)
                + " that its final normalisation fits; leave it out";
    return new EncoderException(
        Status.Code.INVALID_ARGUMENT,
        "CLIP_SKIP_UNSUPPORTED",
        "clip_skip: %s %s".formatted(Integer.toUnsignedString(skip), allowed));
  }

  static EncoderException longConditionings(List<Long> chunks, long all, long most) {
    return new EncoderException(
        Status.Code.INVALID_ARGUMENT,
        "PROMPT_TOO_LONG",
        "prompts: %s chunks of tokens take conditionings of %d chunks, which is not in 1..%d"
            .formatted(chunks, all, most));
  }

  static EncoderException notFinite() {
    return new EncoderException(
        Status.Code.FAILED_PRECONDITION,
        "CONDITIONING_NOT_FINITE",
        "prompts: the text encoder's states hold NaN or infinity with these weights");
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
