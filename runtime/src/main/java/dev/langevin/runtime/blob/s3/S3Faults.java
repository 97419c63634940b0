package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobException.Kind;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation.Bucket;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed call is a failure of, and what can be done about it.
 *
 * @param what a blob is
 * @param place the store
 * @param settings how it is reached
 */
record S3Faults(String what, Bucket place, S3Settings settings) {
  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;
  private static final int NO_SPACE = 507;

  /**
   * The refusal.
   *
   * @param operation of the S3 API, such as PutObject
   */
  BlobException of(String operation, SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return answered(operation, answer);
    }
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return silent(operation, e);
    }
    String text = String.valueOf(e.getMessage());
    if (text.contains("load credentials")) {
      String advice =
          "finds no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this"
              + " process a role";
      return because(Kind.NOT_WRITABLE, advice, e);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return silent(operation, e);
      }
      if (cause instanceof UnknownHostException) {
        return because(Kind.FAILED, "can't be reached: nobody knows the host of " + server(), e);
      }
      if (cause instanceof ConnectException) {
        return because(Kind.FAILED, "can't be reached at %s: %s".formatted(server(), text), e);
      }
    }
    return because(Kind.FAILED, "fails: %s: %s".formatted(operation, text), e);
  }

  /** The failure of a server that answers what it should not. */
  BlobException odd(String said) {
    return because(Kind.FAILED, "fails: " + said, null);
  }

  private BlobException answered(String operation, AwsServiceException e) {
    String code = code(e);
    String said = said(operation, e, code);
    return switch (code) {
      case "NoSuchBucket" ->
          because(
              Kind.NOT_WRITABLE,
              "can't be used: there is no bucket %s at %s; create it, or name another: %s"
                  .formatted(place.bucket(), server(), said),
              e);
      case "AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden" -> denied(said, e);
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired" ->
          because(
              Kind.NOT_WRITABLE,
              "refuses the credentials; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the"
                  + " role: "
                  + said,
              e);
      case "RequestTimeTooSkewed" ->
          because(
              Kind.NOT_WRITABLE,
              "refuses this machine's clock, which differs too much from its own; set it: " + said,
              e);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          elsewhere(said, e);
      case "SlowDown",
          "ServiceUnavailable",
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests" ->
          slow(said, e);
      case "QuotaExceeded",
          "InsufficientCapacity",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded" ->
          because(Kind.FULL, "is full: " + said, e);
      default -> byStatus(said, code, e);
    };
  }

  private BlobException byStatus(String said, String code, AwsServiceException e) {
    if (code.startsWith("KMS.")) {
      return because(Kind.NOT_WRITABLE, "can't use the key of LANGEVIN_S3_ENCRYPTION: " + said, e);
    }
    return switch (e.statusCode()) {
      case MOVED -> elsewhere(said, e);
      case FORBIDDEN -> denied(said, e);
      case TOO_MANY, UNAVAILABLE -> slow(said, e);
      case NOT_IMPLEMENTED -> because(Kind.NOT_WRITABLE, "can't do that: " + said, e);
      case NO_SPACE -> because(Kind.FULL, "is full: " + said, e);
      default -> because(Kind.FAILED, "fails: " + said, e);
    };
  }

  private BlobException silent(String operation, SdkException e) {
    String time = "%s was given up".formatted(operation);
    return because(Kind.FAILED, "does not answer in time: " + time, e);
  }

  private BlobException denied(String said, AwsServiceException e) {
    return because(
        Kind.NOT_WRITABLE,
        ("denies access; the credentials need s3:GetObject, s3:PutObject, s3:DeleteObject and"
                + " s3:AbortMultipartUpload below it, and s3:ListBucket on the bucket: ")
            + said,
        e);
  }

  private BlobException slow(String said, AwsServiceException e) {
    return because(Kind.FAILED, "asks to slow down: " + said, e);
  }

  private BlobException elsewhere(String said, AwsServiceException e) {
    String region =
        Optional.ofNullable(e.awsErrorDetails())
            .map(details -> details.sdkHttpResponse())
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
            .map(name -> " to " + name)
            .orElse(" to the bucket's");
    String message = "can't be used: the bucket is in another region; set LANGEVIN_S3_REGION%s: %s";
    return because(Kind.NOT_WRITABLE, message.formatted(region, said), e);
  }

  private BlobException because(Kind kind, String why, SdkException e) {
    return BlobException.of(kind, "%s store %s %s".formatted(what, place, why), e);
  }

  private String server() {
    return settings
        .endpoint()
        .map(Object::toString)
        .orElseGet(() -> "Amazon S3" + settings.region().map(region -> " in " + region).orElse(""));
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String said(String operation, AwsServiceException e, String code) {
    String text = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    String request = e.requestId() == null ? "" : ", request " + e.requestId();
    return "%s: %d %s%s%s"
        .formatted(operation, e.statusCode(), code, text == null ? "" : " " + text, request);
  }
}
