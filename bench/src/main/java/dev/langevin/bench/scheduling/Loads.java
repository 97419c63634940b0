package dev.langevin.bench.scheduling;

import dev.langevin.orchestrator.services.Placement.Occupancy;

/**
 * What each orchestrator knows of each replica: its own rows there, and the replica's last report.
 */
final class Loads {
  private final int[][] reported;
  private final int[][] own;

  Loads(int orchestrators, int replicas) {
    reported = new int[orchestrators][replicas];
    own = new int[orchestrators][replicas];
  }

  void reported(int orchestrator, int replica, int rows) {
    reported[orchestrator][replica] = rows;
  }

  /** Rows of a job come, or go. */
  void own(int orchestrator, int replica, int rows) {
    own[orchestrator][replica] += rows;
  }

  Occupancy occupancy(int orchestrator, int replica, int cap, long runNanos) {
    return new Occupancy(
        reported[orchestrator][replica], own[orchestrator][replica], cap, runNanos);
  }
}
