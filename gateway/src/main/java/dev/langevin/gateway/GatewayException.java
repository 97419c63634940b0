package dev.langevin.gateway;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a call is refused: a status, a stable reason in UPPER_SNAKE_CASE, and a message for a person.
 * The edge maps it once.
 */
public final class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;
  private final Duration retryDelay;
  private final List<String> violations;

  private GatewayException(Status.Code code, String reason, String message) {
    this(code, reason, message, null, List.of());
  }

  private GatewayException(
      Status.Code code,
      String reason,
      String message,
      Duration retryDelay,
      List<String> violations) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.retryDelay = retryDelay;
    this.violations = violations;
  }

  /**
   * A refusal of one transport alone, which has factories of its own.
   *
   * @param retryDelay null if it is not known
   */
  public static GatewayException of(
      Status.Code code, String reason, String message, Duration retryDelay) {
    return of(code, reason, message, retryDelay, List.of());
  }

  /**
   * The same, about fields.
   *
   * @param violations what is wrong with each, {@code field: description}
   */
  public static GatewayException of(
      Status.Code code,
      String reason,
      String message,
      Duration retryDelay,
      List<String> violations) {
    return new GatewayException(code, reason, message, retryDelay, List.copyOf(violations));
  }

  /**
   * A field of the request is not as it has to be; the message names it, its value and what is
   * allowed.
   */
  public static GatewayException invalid(String message) {
    return invalid(message, List.of(message));
  }

  /**
   * Fields of the request are not as they have to be.
   *
   * @param violations what is wrong with each, {@code field: description}
   * @param message the same in one
   */
  public static GatewayException invalid(String message, List<String> violations) {
    return new GatewayException(
        Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST", message, null, List.copyOf(violations));
  }

  /** The bytes of a message are not protobuf of its type. */
  public static GatewayException unreadable(String why) {
    return new GatewayException(
        Status.Code.INVALID_ARGUMENT, "INVALID_MESSAGE", "the message can't be read: " + why);
  }

  /** The body of a request can't be read; says what is wrong with it, and where. */
  public static GatewayException malformedBody(String why) {
    return new GatewayException(
        Status.Code.INVALID_ARGUMENT, "INVALID_BODY", "the body can't be read: " + why);
  }

  /** There is no such generation. */
  public static GatewayException unknownGeneration(String id) {
    return new GatewayException(
        Status.Code.NOT_FOUND, "GENERATION_NOT_FOUND", "id: %s is not a generation".formatted(id));
  }

  /** There was such a generation, and somebody deleted it, or its time was over. */
  public static GatewayException deletedGeneration(String id) {
    return new GatewayException(
        Status.Code.NOT_FOUND, "GENERATION_DELETED", "id: %s was deleted".formatted(id));
  }

  /** There is no such artifact. */
  public static GatewayException unknownArtifact(String name) {
    return new GatewayException(
        Status.Code.NOT_FOUND, "ARTIFACT_NOT_FOUND", "name: %s is not an artifact".formatted(name));
  }

  /** The request_id belongs to another request. */
  public static GatewayException requestIdTaken(String requestId, String id) {
    return new GatewayException(
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_TAKEN",
        "request_id: %s was used with another request, by generation %s".formatted(requestId, id));
  }

  /** The request_id belongs to a generation that was deleted. */
  public static GatewayException requestIdDeleted(String requestId, String id) {
    return new GatewayException(
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_DELETED",
        "request_id: %s was used by generation %s, which was deleted; use another one"
            .formatted(requestId, id));
  }

  /** There is no such batch. */
  public static GatewayException unknownBatch(String id) {
    return new GatewayException(
        Status.Code.NOT_FOUND, "BATCH_NOT_FOUND", "id: %s is not a batch".formatted(id));
  }

  /** There was such a batch, and somebody deleted it, or its time was over. */
  public static GatewayException deletedBatch(String id) {
    return new GatewayException(
        Status.Code.NOT_FOUND, "BATCH_DELETED", "id: %s was deleted".formatted(id));
  }

  /** The request_id belongs to another batch, or to one that was deleted. */
  public static GatewayException batchRequestIdTaken(String requestId, String id, boolean deleted) {
    return deleted
        ? new GatewayException(
            Status.Code.FAILED_PRECONDITION,
            "BATCH_DELETED",
            "request_id: %s was used by batch %s, which was deleted; use another one"
                .formatted(requestId, id))
        : new GatewayException(
            Status.Code.ALREADY_EXISTS,
            "REQUEST_ID_TAKEN",
            "request_id: %s was used with another file, by batch %s".formatted(requestId, id));
  }

  /** The batch's state forbids it. */
  public static GatewayException batchState(String id, String state, String cannot) {
    return new GatewayException(
        Status.Code.FAILED_PRECONDITION,
        "BATCH_" + state,
        "id: %s is %s and can't be %s".formatted(id, state, cannot));
  }

  /** As many batches as are allowed have not ended. */
  public static GatewayException tooManyBatches(int limit) {
    return new GatewayException(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_BATCHES",
        "%,d batches have not ended, which is the limit; cancel one or wait".formatted(limit));
  }

  /** Health is asked of what is not here. */
  public static GatewayException unknownService(String name) {
    return new GatewayException(
        Status.Code.NOT_FOUND,
        "SERVICE_NOT_FOUND",
        "service: \"%s\" is not one of this server's, which reflection lists".formatted(name));
  }

  /** A job that has not ended can't be deleted. */
  public static GatewayException notEnded(String id, String state) {
    return new GatewayException(
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_NOT_ENDED",
        "id: %s is %s and can't be deleted; cancel it first".formatted(id, state));
  }

  /** Only a job that ended without a result can be tried anew. */
  public static GatewayException notRetryable(String id, String state) {
    return new GatewayException(
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_NOT_RETRYABLE",
        "id: %s is %s; only FAILED and CANCELLED ones can be tried again".formatted(id, state));
  }

  /** A job that has ended can't be cancelled. */
  public static GatewayException ended(String id, String state) {
    return new GatewayException(
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_ENDED",
        "id: %s has ended as %s and can't be cancelled".formatted(id, state));
  }

  /** No denoiser has described its models yet. */
  public static GatewayException noModels(String why) {
    return new GatewayException(
        Status.Code.UNAVAILABLE, "NO_MODELS", "no denoiser has named its models yet: " + why);
  }

  /** The model is there and can't be used. */
  public static GatewayException modelUnusable(String model, String problem) {
    return new GatewayException(
        Status.Code.UNAVAILABLE,
        "MODEL_UNUSABLE",
        "model: %s can't be used at present: %s".formatted(model, problem));
  }

  /** Not all services could look at their directories of models. */
  public static GatewayException notRefreshed(String missing) {
    return new GatewayException(
        Status.Code.UNAVAILABLE,
        "MODELS_NOT_REFRESHED",
        "refresh: not all services could look at their models: " + missing);
  }

  /** As much as is allowed waits; there may be room after {@code retryDelay}. */
  public static GatewayException queueFull(String what, Duration retryDelay) {
    return new GatewayException(
        Status.Code.RESOURCE_EXHAUSTED,
        "QUEUE_FULL",
        "%s, which is the limit; try again in %d s".formatted(what, retryDelay.toSeconds()),
        retryDelay,
        List.of());
  }

  /** The same, of one tenant: others' places are not for it. */
  public static GatewayException tooManyOfTenant(
      String what, int limit, String tenant, Duration retryDelay) {
    return new GatewayException(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_" + what.toUpperCase(Locale.ROOT),
        "%d %s of tenant %s are at this gateway, which is its share; try again or use another"
            .formatted(limit, what, tenant),
        retryDelay,
        List.of());
  }

  /** Nobody could tell a delivery from a forged one. */
  public static GatewayException webhooksOff() {
    return new GatewayException(
        Status.Code.FAILED_PRECONDITION,
        "WEBHOOKS_OFF",
        "webhook: this server sends to none; LANGEVIN_WEBHOOK_SECRET turns them on");
  }

  /** There is no such delivery, or it is too old. */
  public static GatewayException unknownDelivery(String id) {
    return new GatewayException(
        Status.Code.NOT_FOUND, "DELIVERY_NOT_FOUND", "id: %s is not a delivery".formatted(id));
  }

  /** Too many calls, or watchers, at this gateway at a time. */
  public static GatewayException tooMany(String what, int limit, Duration retryDelay) {
    return new GatewayException(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_" + what.toUpperCase(Locale.ROOT),
        "%d %s are at this gateway, which is the limit; try again or use another"
            .formatted(limit, what),
        retryDelay,
        List.of());
  }

  /** The gateway takes no more calls, and ends those that watch; others are there. */
  public static GatewayException stopping() {
    return new GatewayException(
        Status.Code.UNAVAILABLE, "STOPPING", "the gateway is stopping; another may be there");
  }

  /** Kafka is away. */
  public static GatewayException logUnavailable(String message) {
    return new GatewayException(Status.Code.UNAVAILABLE, "LOG_UNAVAILABLE", message);
  }

  /** No decoder hands out the artifact. */
  public static GatewayException storeUnavailable(String message) {
    return new GatewayException(Status.Code.UNAVAILABLE, "STORE_UNAVAILABLE", message);
  }

  /** No decoder reads or draws a picture. */
  public static GatewayException decoderUnavailable(String message) {
    return new GatewayException(Status.Code.UNAVAILABLE, "DECODER_UNAVAILABLE", message);
  }

  /** The writer of a stream doesn't write. */
  public static GatewayException writerTooSlow(String message) {
    return new GatewayException(Status.Code.DEADLINE_EXCEEDED, "WRITER_TOO_SLOW", message);
  }

  /** The reader of a stream doesn't read. */
  public static GatewayException tooSlow(String message) {
    return new GatewayException(Status.Code.RESOURCE_EXHAUSTED, "READER_TOO_SLOW", message);
  }

  /** The status. */
  public Status.Code code() {
    return code;
  }

  /** The stable reason. */
  public String reason() {
    return reason;
  }

  /** What is wrong with which field, each {@code field: description}; empty for other failures. */
  public List<String> violations() {
    return violations;
  }

  /** When it is worth another try, if that is known. */
  public Optional<Duration> retryDelay() {
    return Optional.ofNullable(retryDelay);
  }
}
