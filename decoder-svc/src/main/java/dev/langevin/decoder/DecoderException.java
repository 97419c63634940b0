package dev.langevin.decoder;

import dev.langevin.runtime.model.store.Refusals;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Collection;

/** A call that the decoder refuses, with a stable reason and the gRPC status it maps to. */
public final class DecoderException extends RuntimeException {
  /** For models that are not there. */
  static final Refusals NO_MODEL =
      new Refusals(
          DecoderException::unknownModel,
          DecoderException::unusableModel,
          DecoderException::noRoom);

  private final Status.Code code;
  private final String reason;

  private DecoderException(Status.Code code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  /** A field that can't be used. */
  static DecoderException invalid(String field, Object value, String allowed) {
    return invalid("%s: %s is not %s".formatted(field, value, allowed));
  }

  /** A request that can't be used; the message names the field. */
  static DecoderException invalid(String message) {
    return new DecoderException(Status.Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", message);
  }

  static DecoderException unknownModel(String name, Collection<String> names) {
    String message = "model: %s is not one of %s".formatted(name, String.join(", ", names));
    return new DecoderException(Status.Code.NOT_FOUND, "MODEL_NOT_FOUND", message);
  }

  static DecoderException unusableModel(String name, String problem) {
    String message = "model: %s can't be used: %s".formatted(name, problem);
    return new DecoderException(Status.Code.FAILED_PRECONDITION, "MODEL_UNUSABLE", message);
  }

  static DecoderException noRoom(String name, String problem) {
    String message = "model: %s can't be loaded now: %s".formatted(name, problem);
    return new DecoderException(Status.Code.RESOURCE_EXHAUSTED, "MODEL_MEMORY_LIMIT", message);
  }

  /** Latents with NaN or infinity. */
  static DecoderException latentsNotFinite(String image, int element, float value) {
    String message =
        "latents: %s has %s at element %d; every element must be finite"
            .formatted(image, value, element);
    return new DecoderException(Status.Code.FAILED_PRECONDITION, "LATENTS_NOT_FINITE", message);
  }

  /** A network that made NaN or infinity of finite input. */
  static DecoderException outputNotFinite(Path file, boolean half) {
    String advice =
        half ? " in half precision; \"force_upcast\": true in config.json runs it in single" : "";
    return new DecoderException(
        Status.Code.FAILED_PRECONDITION,
        "MODEL_OUTPUT_NOT_FINITE",
        "%s: the network gave NaN or infinity for finite input%s".formatted(file, advice));
  }

  /** Bytes that are not those that were sent. */
  static DecoderException damaged(String expected, String actual) {
    return new DecoderException(
        Status.Code.DATA_LOSS,
        "BLOB_DAMAGED",
        "sha256: %s was sent; the bytes have %s".formatted(expected, actual));
  }

  /** A store that has the batches of another Kafka. */
  static DecoderException otherOwner(String there, String asking) {
    return new DecoderException(
        Status.Code.FAILED_PRECONDITION,
        "STORE_OF_ANOTHER",
        ("owner: the artifact store has the batches of the Kafka cluster %s, not of %s; give each"
                + " system a prefix of its own, or delete the blob %s if the other is gone for good")
            .formatted(there, asking, BatchOwner.NAME));
  }

  /** As many wait as may. */
  static DecoderException full(int limit, String what) {
    String message = "%d %s are waiting, which is the limit".formatted(limit, what);
    return new DecoderException(Status.Code.RESOURCE_EXHAUSTED, "DECODER_QUEUE_FULL", message);
  }

  /** A caller who no longer waits. */
  static DecoderException cancelled() {
    return new DecoderException(Status.Code.CANCELLED, "CANCELLED", "the caller went away");
  }

  static DecoderException stopping() {
    return new DecoderException(
        Status.Code.UNAVAILABLE, "DECODER_STOPPING", "the decoder is stopping");
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
