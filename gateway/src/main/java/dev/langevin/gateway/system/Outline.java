package dev.langevin.gateway.system;

import dev.langevin.v1.QueueStatus;
import dev.langevin.v1.Replica;
import dev.langevin.v1.SystemStatus;
import java.util.List;

/**
 * The system for those who use it and don't run it: which services there are and answer, and their
 * own jobs. Where processes are, and how much all others do, is not told.
 */
final class Outline {
  private Outline() {}

  /**
   * What is left of the whole.
   *
   * @param own the queues with the caller's own jobs
   */
  static SystemStatus of(SystemStatus whole, List<QueueStatus> own) {
    SystemStatus.Builder outline =
        SystemStatus.newBuilder()
            .setTime(whole.getTime())
            .setVersion(whole.getVersion())
            .addAllQueues(own);
    for (Replica replica : whole.getReplicasList()) {
      outline.addReplicas(
          Replica.newBuilder().setKind(replica.getKind()).setState(replica.getState()));
    }
    return outline.build();
  }
}
