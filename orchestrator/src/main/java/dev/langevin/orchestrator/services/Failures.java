package dev.langevin.orchestrator.services;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Function;

/** What a failed call to a replica is a failure of. */
final class Failures {
  /**
   * The replica can't use the model: the job's failure if no other can, and none to other models.
   */
  static final String MODEL_UNUSABLE = "MODEL_UNUSABLE";

  /** Models in use leave no room for this one; jobs with them go on. */
  private static final String MODEL_MEMORY_LIMIT = "MODEL_MEMORY_LIMIT";

  /** How the reasons end that blame numbers: those in the job's latents, or the network's. */
  private static final String NOT_FINITE = "NOT_FINITE";

  private Failures() {}

  /** Calls a replica once. */
  static <T> T once(String service, Replica replica, Function<Replica, T> call) {
    replica.enter(1);
    try {
      T answer = call.apply(replica);
      replica.answered();
      return answer;
    } catch (StatusRuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw OrchestratorException.stopped(DRAINED);
      }
      OrchestratorException failure = of(service, replica, e);
      throw e.getStatus().getCode() == Status.Code.UNAVAILABLE
          ? OrchestratorException.environment(failure.getMessage(), e)
          : failure;
    } finally {
      replica.leave(1);
    }
  }

  /** The failure; the replica's own ones are noted on it. */
  static OrchestratorException of(String service, Replica replica, Exception e) {
    Status status = Status.fromThrowable(e);
    String message =
        "%s %s: %s: %s"
            .formatted(service, replica.name(), status.getCode(), status.getDescription());
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          OrchestratorException.answer(reason(e, status), message, e);
      case FAILED_PRECONDITION -> {
        String reason = reason(e, status);
        if (reason.equals(MODEL_UNUSABLE) || reason.endsWith(NOT_FINITE)) {
          yield OrchestratorException.answer(reason, message, e);
        }
        replica.failed(); // a store that can't be used there: not the job's fault
        yield OrchestratorException.environment(message, e);
      }
      case RESOURCE_EXHAUSTED -> {
        if (!reason(e, status).equals(MODEL_MEMORY_LIMIT)) {
          replica.failed(); // a full store or queue gets a rest
        }
        yield OrchestratorException.environment(message, e);
      }
      case NOT_FOUND -> OrchestratorException.environment(message, e);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          ABORTED,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNAUTHENTICATED -> {
        replica.failed();
        yield OrchestratorException.replica(message, e);
      }
    };
  }

  private static String reason(Exception e, Status status) {
    String given = Statuses.reason(e);
    return given.isEmpty() ? status.getCode().name() : given;
  }
}
