package dev.langevin.orchestrator.services;

import dev.langevin.orchestrator.OrchestratorException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;

/** Asks the standard health service. */
final class Health {
  private static final int PROBE_SECONDS = 5;

  private Health() {}

  /** Throws if the replica does not serve. */
  static void check(Replica replica) {
    ServingStatus status =
        HealthGrpc.newBlockingStub(replica.channel())
            .withDeadlineAfter(PROBE_SECONDS, TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus();
    if (status != ServingStatus.SERVING) {
      throw OrchestratorException.environment("its health is " + status, null);
    }
  }
}
