package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.Encryption;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation.Bucket;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The objects below a prefix of a bucket, by their names after it, whatever characters those have.
 * Failures become {@link BlobException}s here.
 */
final class S3Bucket implements AutoCloseable {
  private static final int NOT_FOUND = 404;
  private static final int BAD_RANGE = 416;

  /** Bodies up to here count as quick. */
  private static final int LARGE = 1 << 20;

  private static final int LARGE_FACTOR = 3;

  private final S3Client client;
  private final S3Presigner presigner;
  private final Bucket place;
  private final Encryption encryption;
  private final Duration timeout;
  private final S3Faults faults;

  /**
   * @param what an object is, for messages
   */
  S3Bucket(String what, Bucket place, S3Settings settings) {
    this.client = S3Clients.open(settings);
    this.presigner = S3Clients.presigner(settings);
    this.place = place;
    this.encryption = settings.encryption();
    this.timeout = settings.timeout();
    this.faults = new S3Faults(what, place, settings);
  }

  /** Where it is. */
  Bucket place() {
    return place;
  }

  /**
   * The object's bytes from an offset on, at most so many. The connection is given back before it
   * returns; bytes that break off are asked for again.
   *
   * @param tag of the object that it has to be; null for any
   * @throws IndexOutOfBoundsException if the offset is beyond its end
   */
  S3Piece get(String name, long offset, int most, String tag) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(place.bucket())
            .key(key(name))
            .ifMatch(tag)
            .range("bytes=%d-%d".formatted(offset, offset + most - 1))
            .overrideConfiguration(patience(most))
            .build();
    try {
      return S3Piece.of(client.getObjectAsBytes(request), offset)
          .orElseThrow(() -> faults.odd("GetObject: other bytes than were asked for"));
    } catch (S3Exception e) {
      if (missing(e)) {
        throw BlobException.notFound(faults.what(), name);
      }
      if (e.statusCode() == BAD_RANGE) {
        long size = size(name).orElse(0L);
        if (offset == size) {
          return S3Piece.none(size);
        }
        throw new IndexOutOfBoundsException(
            "offset: %d is beyond the end of %s".formatted(offset, name));
      }
      throw faults.of("GetObject", e);
    } catch (SdkException e) {
      throw faults.of("GetObject", e);
    }
  }

  /** How many bytes it has; empty if there is none. */
  Optional<Long> size(String name) {
    try {
      return Optional.of(
          client.headObject(r -> r.bucket(place.bucket()).key(key(name))).contentLength());
    } catch (S3Exception e) {
      if (missing(e)) {
        return Optional.empty();
      }
      throw faults.of("HeadObject", e);
    } catch (SdkException e) {
      throw faults.of("HeadObject", e);
    }
  }

  /** Stores all of the bytes at once. */
  void put(String name, ByteBuffer bytes) {
    call(
        "PutObject",
        () ->
            client.putObject(
                r -> {
                  r.bucket(place.bucket()).key(key(name));
                  r.overrideConfiguration(patience(bytes.remaining()));
                  encrypt(r::serverSideEncryption, r::ssekmsKeyId);
                },
                body(bytes)));
  }

  /** A URL that holds for a while; nobody is asked for it. */
  URI link(String name, String mediaType, Duration lifetime) {
    return call(
        "GetObject",
        () ->
            URI.create(
                presigner
                    .presignGetObject(
                        sign ->
                            sign.signatureDuration(lifetime)
                                .getObjectRequest(
                                    r ->
                                        r.bucket(place.bucket())
                                            .key(key(name))
                                            .responseContentType(mediaType)
                                            .responseContentDisposition("inline")))
                    .url()
                    .toString()));
  }

  /** Copies an object of at most 5 GiB within the bucket. */
  void copy(String from, String to) {
    call(
        "CopyObject",
        () ->
            client.copyObject(
                r -> {
                  r.sourceBucket(place.bucket()).sourceKey(key(from));
                  r.destinationBucket(place.bucket()).destinationKey(key(to));
                  r.overrideConfiguration(patience(LARGE + 1));
                  encrypt(r::serverSideEncryption, r::ssekmsKeyId);
                }));
  }

  /** Deletes the object, if there is one. */
  void delete(String name) {
    call("DeleteObject", () -> client.deleteObject(r -> r.bucket(place.bucket()).key(key(name))));
  }

  /** Every object whose name begins so, by its name. */
  void list(String beginning, BiConsumer<String, S3Object> found) {
    call(
        "ListObjectsV2",
        () -> {
          client
              .listObjectsV2Paginator(r -> r.bucket(place.bucket()).prefix(key(beginning)))
              .contents()
              .forEach(object -> found.accept(name(object.key()), object));
          return null;
        });
  }

  /** Begins to store an object in parts. */
  S3Upload upload(String name) {
    String id =
        call(
            "CreateMultipartUpload",
            () ->
                client
                    .createMultipartUpload(
                        r -> {
                          r.bucket(place.bucket()).key(key(name));
                          encrypt(r::serverSideEncryption, r::ssekmsKeyId);
                        })
                    .uploadId());
    return new S3Upload(this, client, place.bucket(), key(name), id);
  }

  /**
   * Gives up uploads that were begun before and never came to an end, of names that are ours, and
   * tells how many.
   */
  int abort(Instant before, Predicate<String> ours) {
    return call(
        "ListMultipartUploads",
        () -> {
          List<MultipartUpload> left =
              client
                  .listMultipartUploadsPaginator(
                      r -> r.bucket(place.bucket()).prefix(place.prefix()))
                  .uploads()
                  .stream()
                  .filter(u -> u.initiated() != null && u.initiated().isBefore(before))
                  .filter(u -> ours.test(name(u.key())))
                  .toList();
          left.forEach(
              u ->
                  client.abortMultipartUpload(
                      r -> r.bucket(place.bucket()).key(u.key()).uploadId(u.uploadId())));
          return left.size();
        });
  }

  /** Calls, and turns failures into ours. */
  <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw faults.of(operation, e);
    }
  }

  /** The time for a call with a body of so many bytes. */
  AwsRequestOverrideConfiguration patience(long bytes) {
    Duration time = bytes > LARGE ? timeout.multipliedBy(LARGE_FACTOR) : timeout;
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(time)
        .apiCallAttemptTimeout(time.dividedBy(2))
        .build();
  }

  /** The bytes as they are, without a copy where they lie in an array. */
  static RequestBody body(ByteBuffer bytes) {
    int length = bytes.remaining();
    byte[] array;
    int from = 0;
    if (bytes.hasArray()) {
      array = bytes.array();
      from = bytes.arrayOffset() + bytes.position();
    } else {
      array = new byte[length];
      bytes.duplicate().get(array);
    }
    int first = from;
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(array, first, length), length, "application/octet-stream");
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }

  private void encrypt(Consumer<String> algorithm, Consumer<String> key) {
    if (!encryption.none()) {
      algorithm.accept(encryption.algorithm());
    }
    if (!encryption.key().isEmpty()) {
      key.accept(encryption.key());
    }
  }

  private String key(String name) {
    return place.prefix() + name;
  }

  private String name(String key) {
    return key.substring(place.prefix().length());
  }

  private static boolean missing(S3Exception e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code);
  }
}
