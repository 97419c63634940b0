package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The one place where failures become statuses. */
final class Failures {
  private Failures() {}

  static StatusRuntimeException of(DenoiserException failure) {
    Status.Code code =
        switch (failure.reason()) {
          case UNKNOWN_MODEL -> Status.Code.NOT_FOUND;
          case MODEL_UNUSABLE, MODEL_OUTPUT_NOT_FINITE -> Status.Code.FAILED_PRECONDITION;
          case OUT_OF_ORDER, INVALID_INPUT -> Status.Code.INVALID_ARGUMENT;
          case MODEL_MEMORY_LIMIT,
              STREAM_LIMIT,
              WAITING_ROWS_LIMIT,
              CONDITIONING_LIMIT,
              STEPS_IN_FLIGHT_LIMIT ->
              Status.Code.RESOURCE_EXHAUSTED;
          case NETWORK_FAILED -> Status.Code.INTERNAL;
          case STREAM_IDLE, STREAM_UNREAD -> Status.Code.DEADLINE_EXCEEDED;
          case STOPPING -> Status.Code.UNAVAILABLE;
        };
    return Statuses.of(code, failure.reason().name(), failure.getMessage());
  }
}
