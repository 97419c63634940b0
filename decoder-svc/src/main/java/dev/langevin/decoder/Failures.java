package dev.langevin.decoder;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.model.ModelException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps failures to gRPC statuses, once. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static StatusRuntimeException status(Exception failure) {
    return switch (failure) {
      case DecoderException e -> Statuses.of(e.code(), e.reason(), e.getMessage());
      case ModelException e ->
          Statuses.of(Status.Code.FAILED_PRECONDITION, "MODEL_UNUSABLE", e.getMessage());
      case BlobException e -> store(e);
      default -> {
        LOG.error("A call failed", failure);
        yield Statuses.of(Status.Code.INTERNAL, "DECODING_FAILED", failure.getMessage());
      }
    };
  }

  private static StatusRuntimeException store(BlobException e) {
    if (e.kind() != BlobException.Kind.NOT_FOUND) {
      LOG.warn(e.getMessage());
    }
    return switch (e.kind()) {
      case NOT_FOUND -> Statuses.of(Status.Code.NOT_FOUND, "ARTIFACT_NOT_FOUND", e.getMessage());
      case FULL -> Statuses.of(Status.Code.RESOURCE_EXHAUSTED, "STORE_FULL", e.getMessage());
      case NOT_WRITABLE ->
          Statuses.of(Status.Code.FAILED_PRECONDITION, "STORE_NOT_WRITABLE", e.getMessage());
      case FAILED -> Statuses.of(Status.Code.UNAVAILABLE, "STORE_FAILED", e.getMessage());
    };
  }
}
