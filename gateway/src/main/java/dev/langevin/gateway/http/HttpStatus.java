package dev.langevin.gateway.http;

import dev.langevin.gateway.Failure;

/** HTTP's statuses of failures, as the comments of google.rpc.Code map them. */
public final class HttpStatus {
  private HttpStatus() {}

  /** The status of a failure: of its reason where HTTP has one of its own, else of its code. */
  public static int of(Failure failure) {
    return switch (failure.reason()) {
      case HttpRefusal.METHOD -> 405;
      case HttpRefusal.UPLOAD_SLOW -> 408;
      case HttpRefusal.TOO_LARGE -> 413;
      case HttpRefusal.MEDIA_TYPE -> 415;
      case HttpRefusal.RANGE -> 416;
      default -> ofCode(failure);
    };
  }

  private static int ofCode(Failure failure) {
    return switch (failure.code()) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }
}
