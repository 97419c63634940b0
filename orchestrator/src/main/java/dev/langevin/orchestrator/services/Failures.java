package dev.langevin.orchestrator.services;

import static dev.langevin.orchestrator.OrchestratorException.Stop.DRAINED;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.grpc.Statuses;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;
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

  /**
   * Calls a replica once.
   *
   * @param call asks it
   * @param check throws if the answer is of no use
   */
  static <T> T once(String service, Entry entry, Function<Replica, T> call, Consumer<T> check) {
    Replica replica = entry.replica();
    replica.enter(1);
    try {
      T answer = call.apply(replica);
      check.accept(answer);
      entry.pass().answered();
      return answer;
    } catch (StatusRuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw OrchestratorException.stopped(DRAINED);
      }
      OrchestratorException failure = of(service, entry, e);
      throw e.getStatus().getCode() == Status.Code.UNAVAILABLE
          ? OrchestratorException.environment(failure.getMessage(), e)
          : failure;
    } finally {
      replica.leave(1);
      entry.close();
    }
  }

  /** The failure; the replica's own ones are noted on it. */
  static OrchestratorException of(String service, Entry entry, Exception e) {
    Status status = Status.fromThrowable(e);
    String message =
        "%s %s: %s: %s".formatted(service, entry.name(), status.getCode(), status.getDescription());
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          OrchestratorException.answer(reason(e, status), message, e).by(entry.name());
      case FAILED_PRECONDITION -> {
        String reason = reason(e, status);
        if (reason.equals(MODEL_UNUSABLE) || reason.endsWith(NOT_FINITE)) {
          yield OrchestratorException.answer(reason, message, e).by(entry.name());
        }
        entry.pass().failed(); // a store that can't be used there: not the job's fault
        yield OrchestratorException.environment(message, e);
      }
      case RESOURCE_EXHAUSTED -> {
        if (!reason(e, status).equals(MODEL_MEMORY_LIMIT)) {
          entry.pass().failed(); // a full store or queue gets a rest
        }
        yield OrchestratorException.environment(message, e);
      }
      case NOT_FOUND -> OrchestratorException.environment(message, e);
      case UNAVAILABLE -> {
        entry.pass().failed();
        // One that tells why is well enough to: it stops. One that is gone may have died of it.
        yield Statuses.reason(e).isEmpty()
            ? OrchestratorException.replica(message, e)
            : OrchestratorException.environment(message, e);
      }
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          ABORTED,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED -> {
        entry.pass().failed();
        yield OrchestratorException.replica(message, e);
      }
    };
  }

  private static String reason(Exception e, Status status) {
    String given = Statuses.reason(e);
    return given.isEmpty() ? status.getCode().name() : given;
  }
}
