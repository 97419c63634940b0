package dev.langevin.runtime.blob.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Some of an object's bytes.
 *
 * @param bytes nobody else's
 * @param end how many the whole object has
 * @param tag of the object as it is now; null if it has none of these bytes
 */
record S3Piece(byte[] bytes, long end, String tag) {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

  /** None, for the object ends here. */
  static S3Piece none(long end) {
    return new S3Piece(new byte[0], end, null);
  }

  /** What a server answered that was asked for bytes from an offset on; empty if it is not that. */
  static Optional<S3Piece> of(ResponseBytes<GetObjectResponse> answer, long offset) {
    byte[] bytes = answer.asByteArrayUnsafe();
    String range = answer.response().contentRange();
    String tag = answer.response().eTag();
    if (range == null) { // the whole, which may be all that was asked for
      return offset == 0 ? Optional.of(new S3Piece(bytes, bytes.length, tag)) : Optional.empty();
    }
    Matcher form = RANGE.matcher(range);
    if (!form.matches() || Long.parseLong(form.group(1)) != offset || bytes.length == 0) {
      return Optional.empty();
    }
    return Optional.of(new S3Piece(bytes, Long.parseLong(form.group(2)), tag));
  }
}
