package dev.langevin.gateway.http;

import dev.langevin.gateway.GatewayException;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collection;

/** Why HTTP refuses a request that no call has seen: one factory for each reason. */
public final class HttpRefusal {
  static final String METHOD = "METHOD_NOT_ALLOWED";
  static final String UPLOAD_SLOW = "UPLOAD_TOO_SLOW";
  static final String TOO_LARGE = "BODY_TOO_LARGE";
  static final String MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE";
  static final String RANGE = "RANGE_NOT_SATISFIABLE";

  private static final Duration RETRY_UPLOAD = Duration.ofSeconds(1);

  private HttpRefusal() {}

  /** 404: no route has this path. */
  public static GatewayException unknownPath(String path) {
    return GatewayException.of(
        Status.Code.NOT_FOUND,
        "PATH_NOT_FOUND",
        "%s is not a path of this server; /openapi.json lists them".formatted(path),
        null);
  }

  /** 405: the path is there, for other methods. */
  public static GatewayException method(String method, String path, Collection<String> allowed) {
    return GatewayException.of(
        Status.Code.UNIMPLEMENTED,
        METHOD,
        "%s is not possible at %s; allowed: %s".formatted(method, path, String.join(", ", allowed)),
        null);
  }

  /** 413. */
  public static GatewayException tooLarge(long limit) {
    return GatewayException.of(
        Status.Code.INVALID_ARGUMENT,
        TOO_LARGE,
        "the body is larger than %,d bytes".formatted(limit),
        null);
  }

  /** A body where none is taken. */
  public static GatewayException noBody() {
    return GatewayException.of(
        Status.Code.INVALID_ARGUMENT, "INVALID_BODY", "the body has to be empty here", null);
  }

  /** 415. */
  public static GatewayException mediaType(String header, String value, String allowed) {
    return GatewayException.of(
        Status.Code.INVALID_ARGUMENT,
        MEDIA_TYPE,
        "%s: %s is not %s".formatted(header, value, allowed),
        null);
  }

  /** 408: the body did not come in time. */
  public static GatewayException uploadSlow(Duration patience) {
    return GatewayException.of(
        Status.Code.DEADLINE_EXCEEDED,
        UPLOAD_SLOW,
        "the body did not come within %d ms".formatted(patience.toMillis()),
        null);
  }

  /**
   * 408: a body that is read while it comes came too slowly.
   *
   * @param why how slowly
   */
  public static GatewayException streamSlow(String why) {
    return GatewayException.of(
        Status.Code.DEADLINE_EXCEEDED, UPLOAD_SLOW, "the body: " + why, null);
  }

  /** 429: too many bytes of bodies are on their way. */
  public static GatewayException uploadsFull(long limit) {
    return GatewayException.of(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_UPLOADS",
        "bodies of %,d bytes are at this gateway, which is the limit; try again or use another"
            .formatted(limit),
        RETRY_UPLOAD);
  }

  /** 416. */
  public static GatewayException range(String range, long size) {
    return GatewayException.of(
        Status.Code.OUT_OF_RANGE,
        RANGE,
        "Range: %s is not within %d bytes".formatted(range, size),
        null);
  }

  /** 403: nobody signs in, and a page of any site could have this name lead here. */
  public static GatewayException host(String host) {
    return GatewayException.of(
        Status.Code.PERMISSION_DENIED,
        "HOST_NOT_ALLOWED",
        ("Host: %s is no address of this server, and nobody signs in here; it is allowed if it is in"
                + " LANGEVIN_PUBLIC_URL or LANGEVIN_CORS_ORIGINS")
            .formatted(host),
        null);
  }

  /** 403: a page of another site wants to change something, and no setting lets it. */
  public static GatewayException origin(String origin) {
    return GatewayException.of(
        Status.Code.PERMISSION_DENIED,
        "ORIGIN_NOT_ALLOWED",
        "Origin: %s is not one of LANGEVIN_CORS_ORIGINS".formatted(origin),
        null);
  }
}
